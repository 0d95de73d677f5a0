"""What many workers would do, from what a few have done: recorded costs and a model of queues."""
