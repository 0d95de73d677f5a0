module
public meta import Tactics.Polynomial

/-! Combinations of inequalities that contradict each other, by linear programming.

Monomials are atoms.  The columns `s ≤ 0`, `s < 0` contradict each other if a combination of them with nonnegative factors is 0 and
the factors of strict ones add up to 1 (Motzkin's transposition theorem).  The first phase of the simplex method finds it, with Bland's
rule, in exact rationals. -/

open Lean

public meta section
namespace Tactics.Linarith

abbrev Row := List Rat

def zero : Rat := mkRat 0 1
def one : Rat := mkRat 1 1

def nth : Row → Nat → Rat
  | [], _ => zero
  | a :: _, 0 => a
  | _ :: l, i + 1 => nth l i

def lastOf : Row → Rat
  | [] => zero
  | [a] => a
  | _ :: l => lastOf l

def scaledRow (c : Rat) : Row → Row
  | [] => []
  | a :: l => Rat.mul c a :: scaledRow c l

/-- `r - c * p` -/
def reduced (c : Rat) : Row → Row → Row
  | a :: r, b :: p => (if b.num == 0 then a else Rat.sub a (Rat.mul c b)) :: reduced c r p
  | r, _ => r

/-- The first column but the last with a positive entry. -/
def entering : Row → Nat → Option Nat
  | [], _ | [_], _ => none
  | a :: l, i => if a.num > 0 then some i else entering l (i + 1)

/-- The row to leave, as its basic variable, by least ratio and then least variable. -/
def leaving (j : Nat) : List (Nat × Row) → Option (Nat × Rat) → Option (Nat × Rat)
  | [], best => best
  | (v, row) :: rest, best =>
    let a := nth row j
    if a.num > 0 then
      let ratio := Rat.div (lastOf row) a
      match best with
      | none => leaving j rest (some (v, ratio))
      | some (w, least) =>
        let difference := (Rat.sub ratio least).num
        if difference < 0 || (difference == 0 && v < w) then leaving j rest (some (v, ratio)) else leaving j rest best
    else leaving j rest best

def rowOf (v : Nat) : List (Nat × Row) → Row
  | [] => []
  | (w, row) :: rest => if v == w then row else rowOf v rest

def pivoted (v j : Nat) (p : Row) : List (Nat × Row) → List (Nat × Row)
  | [] => []
  | (w, row) :: rest =>
    (if w == v then (j, p) else
      let c := nth row j
      (w, if c.num == 0 then row else reduced c row p)) :: pivoted v j p rest

/-- Values of the basic variables where the sum of the artificial ones is 0; `none` if it cannot be. -/
def solve (tableau : List (Nat × Row)) (objective : Row) : Nat → Option (List (Nat × Rat))
  | 0 => none
  | fuel + 1 =>
    if (lastOf objective).num == 0 then some (values tableau)
    else match entering objective 0 with
      | none => none
      | some j => match leaving j tableau none with
        | none => none
        | some (v, _) =>
          let row := rowOf v tableau
          let p := scaledRow (Rat.inv (nth row j)) row
          solve (pivoted v j p tableau) (reduced (nth objective j) objective p) fuel
where
  values : List (Nat × Row) → List (Nat × Rat)
    | [] => []
    | (v, row) :: rest => (v, lastOf row) :: values rest

/-! ### The tableau of a combination -/

/-- A column of the linear program: a relation's polynomial, with a sign, and whether it is strict. -/
structure Column where
  poly : Poly
  strict : Bool

def coefficient (m : List Nat) : Poly → Rat
  | [] => zero
  | (n, a) :: p => if m == n then a else coefficient m p

def monomials : List Column → List (List Nat) → List (List Nat)
  | [], found => found
  | c :: rest, found => monomials rest (among c.poly found)
where
  among : Poly → List (List Nat) → List (List Nat)
    | [], found => found
    | (m, _) :: p, found => among p (if found.contains m then found else m :: found)

def rowFor (m : List Nat) : List Column → Row
  | [] => [zero]
  | c :: rest => coefficient m c.poly :: rowFor m rest

def strictRow : List Column → Row
  | [] => [one]
  | c :: rest => (if c.strict then one else zero) :: strictRow rest

def addedRow : Row → Row → Row
  | a :: l, b :: m => Rat.add a b :: addedRow l m
  | l, _ => l

def rowsFor (columns : List Column) (count : Nat) : List (List Nat) → List (Nat × Row)
  | [] => [(count, strictRow columns)]
  | m :: rest => (count, rowFor m columns) :: rowsFor columns (count + 1) rest

def sumOf : List (Nat × Row) → Row → Row
  | [], s => s
  | (_, r) :: rest, s => sumOf rest (addedRow s r)

def zeroRow : List Column → Row
  | [] => [zero]
  | _ :: rest => zero :: zeroRow rest

/-- The factors of the columns, by their numbers, of a combination that contradicts itself. -/
def factors? (columns : List Column) : Option (List (Nat × Rat)) :=
  let rows := rowsFor columns columns.toArray.size (monomials columns [])
  solve rows (sumOf rows (zeroRow columns)) 300

def valueOf (i : Nat) : List (Nat × Rat) → Rat
  | [] => zero
  | (j, a) :: rest => if i == j then a else valueOf i rest

end Tactics.Linarith
end
