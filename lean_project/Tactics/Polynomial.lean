module
public meta import Init.Data.Rat.Basic
public meta import Tactics.RingIdentity

/-! Polynomials over the rationals: coefficients by exponents, the greatest exponents first. -/

open Lean Meta Elab

public meta section
namespace Tactics.Linarith
open RingIdentity

abbrev Poly := List (List Nat × Rat)

/-- Whether exponents come before others. -/
def before : List Nat → List Nat → Bool
  | [], _ => false
  | _ :: _, [] => true
  | a :: l, b :: m => if a == b then before l m else b < a

partial def plus : Poly → Poly → Poly
  | [], q => q
  | p, [] => p
  | (m, a) :: p, (n, b) :: q =>
    if m == n then
      let rest := plus p q
      let c := Rat.add a b
      if c.num == 0 then rest else (m, c) :: rest
    else if before m n then (m, a) :: plus p ((n, b) :: q)
    else (n, b) :: plus ((m, a) :: p) q

def times (c : Rat) : Poly → Poly
  | [] => []
  | (m, a) :: p => (m, Rat.mul c a) :: times c p

def joined : List Nat → List Nat → List Nat
  | [], m => m
  | l, [] => l
  | a :: l, b :: m => (a + b) :: joined l m

def shifted (n : List Nat) (c : Rat) : Poly → Poly
  | [] => []
  | (m, a) :: p => (joined n m, Rat.mul c a) :: shifted n c p

def product : Poly → Poly → Poly
  | [], _ => []
  | (m, a) :: p, q => plus (shifted m a q) (product p q)

def power (p : Poly) : Nat → Poly
  | 0 => [([], mkRat 1 1)]
  | k + 1 => product (power p k) p

/-- The exponents of one variable, without zeros at the end. -/
def single : Nat → List Nat
  | 0 => [1]
  | i + 1 => 0 :: single i

partial def expand (d : List Nat) : RingTerm → Poly
  | .num n => if n == 0 then [] else [([], mkRat n 1)]
  | .var i => [(single i, mkRat 1 1)]
  | .neg a => times (mkRat (-1) 1) (expand d a)
  | .add a b => plus (expand d a) (expand d b)
  | .sub a b => plus (expand d a) (times (mkRat (-1) 1) (expand d b))
  | .mul a b => product (expand d a) (expand d b)
  | .pow a k => power (expand d a) k
  | .div a j => times (mkRat 1 (RingIdentity.entry 1 d j)) (expand d a)

end Tactics.Linarith
end
