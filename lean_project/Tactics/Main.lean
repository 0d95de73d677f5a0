module
public meta import Tactics.FieldSimp
public meta import Tactics.Gcongr
public meta import Tactics.IntervalCases
public meta import Tactics.Remembered
public meta import Tactics.RingNf
public meta import Tactics.Wlog

/-! Which program runs for which syntax of the prelude. -/

open Lean Meta Elab Tactic

public meta section
namespace Tactics

/-- Let the programs run in every environment that is made afterwards; what comes back is to be called before each request. -/
def register : IO (Nat → Bool → IO Unit) := do
  let memory ← IO.mkRef {}
  let closers := Remembered.rememberingAll memory [
    (`preludeLinearCombination, LinearCombination.elabLinearCombination false),
    (`preludeLinearCombinationPrime, LinearCombination.elabLinearCombination true), (`preludeLinarith, Linarith.elabLinarith),
    (`preludeNlinarith, Linarith.elabNlinarith), (`preludeIdentity, LinearCombination.elabIdentity), (``Parser.Tactic.grind, Remembered.grind)]
  let active ← IO.mkRef false
  NormNum.registerEvaluation active
  registerTactics ((`preludeIntervalCases, IntervalCases.elabIntervalCases) :: (`preludePositivity, Positivity.elabPositivity) ::
    (`preludeGcongr, Gcongr.elabGcongr) :: (`preludeNormNum, NormNum.elabNormNum active) :: (`preludeNormNum1, NormNum.elabNormNum1) ::
    (`preludeFieldSimp, FieldSimp.elabFieldSimp) :: (`preludeWlog, Wlog.elabWlog) ::
    (`preludeRingNfExact, RingNf.elabRingNf) :: closers)
  return Remembered.turn memory

end Tactics
end
