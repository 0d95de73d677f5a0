import Prelude.Notation
import Prelude.Order
import Prelude.Algebra
import Prelude.Set
import Prelude.Finset
import Prelude.NatInt
import Prelude.Real
import Prelude.Complex
