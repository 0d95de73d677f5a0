module
public meta import Tactics.Basic

/-! Identities of commutative rings: a term read as a polynomial in its atoms, and the proof that it is zero, of which the kernel
has to evaluate `RingIdentity.Term.check` (`Prelude/RingIdentity.lean`). -/

open Lean Meta Elab

public meta section
namespace Tactics.RingIdentity

/-- The prelude's `RingIdentity.Term`. -/
inductive RingTerm where
  | num (n : Nat)
  | var (i : Nat)
  | neg (a : RingTerm)
  | add (a b : RingTerm)
  | sub (a b : RingTerm)
  | mul (a b : RingTerm)
  | pow (a : RingTerm) (k : Nat)
  | div (a : RingTerm) (j : Nat)

instance : Inhabited RingTerm := ⟨.num 0⟩

/-- What is known of the terms read so far: their atoms and denominators, and whether an atom holds arithmetic that is not read.
With `inverses`, a quotient is read as a product with an inverse, for what looks for an identity and does not prove it. -/
structure Atoms where
  type : Expr
  atoms : Array Expr := #[]
  denominators : Array Nat := #[]
  mixed : Bool := false
  inverses : Bool := false

instance : Inhabited Atoms := ⟨{ type := .bvar 0 }⟩

/-- Whether two atoms of one type are the same, casts by whatever instances. -/
def sameAtom : Expr → Expr → Bool
  | .app (.app (.app (.const c l) α) i) a, .app (.app (.app (.const d m) β) j) b =>
    a == b && c == d && (i == j || c == ``Nat.cast || c == ``Int.cast) && α == β && l == m
  | a, b => a == b

/-- The place of `e` in a list, counted from `i`. -/
def placeOf (e : Expr) : List Expr → Nat → Option Nat
  | [], _ => none
  | a :: rest, i => if sameAtom a e then some i else placeOf e rest (i + 1)

def placeOfNat (n : Nat) : List Nat → Nat → Option Nat
  | [], _ => none
  | a :: rest, i => if a == n then some i else placeOfNat n rest (i + 1)

def Atoms.atom (s : Atoms) (e : Expr) : RingTerm × Atoms :=
  match placeOf e s.atoms.toList 0 with
  | some i => (.var i, s)
  | none => (.var s.atoms.size, { s with atoms := s.atoms.push e })

def Atoms.over (s : Atoms) (a : RingTerm) (n : Nat) : RingTerm × Atoms :=
  match placeOfNat n s.denominators.toList 0 with
  | some j => (.div a j, s)
  | none => (.div a s.denominators.size, { s with denominators := s.denominators.push n })

/-- The number that a numeral is. -/
def numeral? : Expr → Option Nat
  | .app (.app (.app (.const ``OfNat.ofNat _) _) (.lit (.natVal n))) _ => some n
  | .lit (.natVal n) => some n
  | .mdata _ e => numeral? e
  | _ => none

def leastMultiple (a b : Nat) : Nat := a / Nat.gcd a b * b

/-- Whether more than an atom is read from a term. -/
def isArithmetic (e : Expr) : Bool :=
  match e.consumeMData.getAppFn with
  | .const name _ => heads.contains name
  | _ => false
where heads : List Name := [``HAdd.hAdd, ``HSub.hSub, ``HMul.hMul, ``HDiv.hDiv, ``HPow.hPow, ``Neg.neg, ``Inv.inv, ``OfNat.ofNat,
    ``OfScientific.ofScientific, ``Nat.cast, ``NatCast.natCast, ``Int.cast, ``IntCast.intCast, `Rat.cast, ``HSMul.hSMul]

/-- Read a term of a ring. -/
partial def read (s : Atoms) (e : Expr) : RingTerm × Atoms :=
  match e with
  | .mdata _ e => read s e
  | .app (.app (.app (.const ``OfNat.ofNat _) _) (.lit (.natVal n))) _ => (.num n, s)
  | .app (.app (.app (.const ``Neg.neg _) _) _) a => negated a
  | .app (.app (.app (.app (.app (.app (.const ``HAdd.hAdd _) _) _) _) _) a) b => binary .add a b
  | .app (.app (.app (.app (.app (.app (.const ``HSub.hSub _) _) _) _) _) a) b => binary .sub a b
  | .app (.app (.app (.app (.app (.app (.const ``HMul.hMul _) _) _) _) _) a) b => binary .mul a b
  | .app (.app (.app (.app (.app (.app (.const ``HPow.hPow _) _) index) _) _) a) k =>
    match index, numeral? k with
    | .const ``Nat _, some k =>
      let (a, s) := read s a
      (.pow a k, s)
    | _, _ => { s with mixed := true }.atom e
  | .app (.app (.app (.app (.app (.app (.const ``HDiv.hDiv _) _) _) _) _) a) b =>
    match numeral? b with
    | some (n + 1) =>
      if s.type.isConstOf ``Int then { s with mixed := true }.atom e
      else
        let (a, s) := read s a
        s.over a (n + 1)
    | _ =>
      if s.inverses && !s.type.isConstOf ``Int then
        let (a, s) := read { s with mixed := true } a
        let (b, s) := inverse s b
        (.mul a b, s)
      else { s with mixed := true }.atom e
  | .app (.app (.app (.const ``Inv.inv _) _) _) b =>
    if s.inverses then inverse { s with mixed := true } b else { s with mixed := s.mixed || isArithmetic b }.atom e
  | .app .. =>
    if e.isHeadBetaTarget then read s e.headBeta else
    match e.getAppFn with
    | .const ``Nat.cast _ | .const ``NatCast.natCast _ | .const ``IntCast.intCast _ | .const ``Int.cast _
    | .const ``OfScientific.ofScientific _ | .const ``HSMul.hSMul _ | .const `Rat.cast _ => { s with mixed := true }.atom e
    | _ => s.atom e
  | _ => s.atom e
where
  /-- The inverse of `e`, in the inverses of its factors; its atoms are no terms that a proof may hold. -/
  inverse (s : Atoms) (e : Expr) : RingTerm × Atoms :=
    match e with
    | .mdata _ e => inverse s e
    | .app (.app (.app (.const ``Neg.neg _) _) _) a =>
      let (a, s) := inverse s a
      (.neg a, s)
    | .app (.app (.app (.const ``Inv.inv _) _) _) a => read s a
    | .app (.app (.app (.app (.app (.app (.const ``HMul.hMul _) _) _) _) _) a) b =>
      let (a, s) := inverse s a
      let (b, s) := inverse s b
      (.mul a b, s)
    | .app (.app (.app (.app (.app (.app (.const ``HDiv.hDiv _) _) _) _) _) a) b =>
      let (a, s) := inverse s a
      let (b, s) := read s b
      (.mul a b, s)
    | .app (.app (.app (.app (.app (.app (.const ``HPow.hPow _) _) (.const ``Nat _)) _) _) a) k =>
      match numeral? k with
      | some k =>
        let (a, s) := inverse s a
        (.pow a k, s)
      | none => s.atom (.app (.const `inverse []) e)
    | _ => match numeral? e with
      | some (n + 1) => s.over (.num 1) (n + 1)
      | _ => s.atom (.app (.const `inverse []) e)
  binary (make : RingTerm → RingTerm → RingTerm) (a b : Expr) : RingTerm × Atoms :=
    let (a, s) := read s a
    let (b, s) := read s b
    (make a b, s)
  negated (a : Expr) : RingTerm × Atoms :=
    let (a, s) := read s a
    (.neg a, s)

def entry (default : Nat) : List Nat → Nat → Nat
  | [], _ => default
  | a :: _, 0 => a
  | _ :: rest, i + 1 => entry default rest i

/-- A bound for the digits in base 2 of `RingTerm.bound`, found without large numbers. -/
partial def RingTerm.bits (w : List Nat) : RingTerm → Nat
  | .num n => n.log2 + 1
  | .var i => entry 1 w i
  | .neg a | .div a _ => a.bits w
  | .add a b | .sub a b => max (a.bits w) (b.bits w) + 1
  | .mul a b => a.bits w + b.bits w
  | .pow a k => a.bits w * k

partial def RingTerm.bound (w : List Nat) : RingTerm → Nat
  | .num n => n
  | .var i => entry 1 w i
  | .neg a | .div a _ => a.bound w
  | .add a b | .sub a b => a.bound w + b.bound w
  | .mul a b => a.bound w * b.bound w
  | .pow a k => a.bound w ^ k

partial def RingTerm.den (d : List Nat) : RingTerm → Nat
  | .num _ | .var _ => 1
  | .neg a => a.den d
  | .add a b | .sub a b => leastMultiple (a.den d) (b.den d)
  | .mul a b => a.den d * b.den d
  | .pow a k => a.den d ^ k
  | .div a j => a.den d * entry 1 d j

partial def RingTerm.eval (M : Nat) (inverses v : List Nat) : RingTerm → Nat
  | .num n => n
  | .var i => entry 0 v i
  | .neg a => (M - 1) * a.eval M inverses v % M
  | .add a b => a.eval M inverses v + b.eval M inverses v
  | .sub a b => (a.eval M inverses v + (M - 1) * b.eval M inverses v) % M
  | .mul a b => a.eval M inverses v * b.eval M inverses v % M
  | .pow a k => a.eval M inverses v ^ k % M
  | .div a j => a.eval M inverses v * entry 1 inverses j % M

def constName (s : String) : Name := .str `RingIdentity.Term s

partial def RingTerm.expr : RingTerm → Expr
  | .num n => .app (.const (constName "num") []) (.lit (.natVal n))
  | .var i => .app (.const (constName "var") []) (.lit (.natVal i))
  | .neg a => .app (.const (constName "neg") []) a.expr
  | .add a b => .app (.app (.const (constName "add") []) a.expr) b.expr
  | .sub a b => .app (.app (.const (constName "sub") []) a.expr) b.expr
  | .mul a b => .app (.app (.const (constName "mul") []) a.expr) b.expr
  | .pow a k => .app (.app (.const (constName "pow") []) a.expr) (.lit (.natVal k))
  | .div a j => .app (.app (.const (constName "div") []) a.expr) (.lit (.natVal j))

def listExpr (level : Level) (type : Expr) : List Expr → Expr
  | [] => .app (.const ``List.nil [level]) type
  | a :: rest => .app (.app (.app (.const ``List.cons [level]) type) a) (listExpr level type rest)

def natExprs : List Nat → List Expr
  | [] => []
  | n :: rest => .lit (.natVal n) :: natExprs rest

def pairExprs : List (Nat × Nat) → List Expr
  | [] => []
  | (a, b) :: rest => mkAppN (.const ``Prod.mk [0, 0]) #[.const ``Nat [], .const ``Nat [], .lit (.natVal a), .lit (.natVal b)] :: pairExprs rest

def lcmOf : List Nat → Nat
  | [] => 1
  | n :: rest => leastMultiple n (lcmOf rest)

/-- The most digits in base 2 that the kernel is given to multiply. -/
def digitLimit : Nat := 500000

/-- For each variable a power of 2 above all that the term can be, times `D`, at those before; for `count` variables.  Also a bound
for the whole.  `none` if they are too large. -/
def points (e : RingTerm) (D : Nat) : Nat → List Nat → List Nat → Option (List Nat × Nat)
  | 0, bits, vs => if e.bits bits + D.log2 > digitLimit then none else some (vs, D * e.bound vs)
  | count + 1, bits, vs =>
    if e.bits bits + D.log2 > digitLimit then none
    else
      let digits := (D * e.bound vs).log2 + 1
      points e D count (pushed bits (digits + 1)) (pushed vs (2 ^ digits))
where
  pushed : List Nat → Nat → List Nat
    | [], n => [n]
    | a :: rest, n => a :: pushed rest n

def inversesOf (M L t : Nat) : List Nat → List (Nat × Nat)
  | [] => []
  | d :: rest => (d, M - L / d * t) :: inversesOf M L t rest

def seconds : List (Nat × Nat) → List Nat
  | [] => []
  | (_, b) :: rest => b :: seconds rest

inductive Verdict where
  /-- A proof that the term is 0, given as the proof's last premise wants it. -/
  | proof (e : Expr)
  | false
  | tooLarge

/-- Whether the term is 0 as a polynomial.  `ring` is the type's instance of `CommRing`, `field` those of `Field` and
`NoNatZeroDivisors`, if it has them. -/
def decide (e : RingTerm) (s : Atoms) (level : Level) (ring : Expr) (field : Option (Expr × Expr)) : Verdict :=
  let ds := s.denominators.toList
  let D := e.den ds
  match points e D s.atoms.size [] [] with
  | none => .tooLarge
  | some (vs, size) =>
    let L := lcmOf ds
    let t := size / L + 1
    let M := L * t + 1
    let pairs := inversesOf M L t ds
    if e.eval M (seconds pairs) vs % M != 0 then .false
    else
      let atoms := listExpr level s.type s.atoms.toList
      let points := listExpr 0 (.const ``Nat []) (natExprs vs)
      let yes := mkApp2 (.const ``Eq.refl [1]) (.const ``Bool []) (.const ``Bool.true [])
      match ds, field with
      | _ :: _, some (field, cancel) =>
        let pairs := listExpr 0 (mkApp2 (.const ``Prod [0, 0]) (.const ``Nat []) (.const ``Nat [])) (pairExprs pairs)
        .proof (mkAppN (.const `RingIdentity.eq_zero_of_field [level]) #[s.type, field, cancel, atoms, e.expr, .lit (.natVal M), points, pairs, yes, yes])
      | [], _ => .proof (mkAppN (.const `RingIdentity.eq_zero [level]) #[s.type, ring, atoms, e.expr, .lit (.natVal M), points, yes, yes])
      | _, none => .false

/-- The term's constant, as a numerator and a denominator. -/
partial def RingTerm.constant (d : List Nat) : RingTerm → Int × Nat
  | .num n => (n, 1)
  | .var _ => (0, 1)
  | .neg a =>
    let (p, q) := a.constant d
    (-p, q)
  | .add a b => sum (a.constant d) (b.constant d)
  | .sub a b =>
    let (p, q) := b.constant d
    sum (a.constant d) (-p, q)
  | .mul a b =>
    let (p, q) := a.constant d
    let (r, s) := b.constant d
    lowest (p * r) (q * s)
  | .pow a k =>
    let (p, q) := a.constant d
    (p ^ k, q ^ k)
  | .div a j =>
    let (p, q) := a.constant d
    lowest p (q * entry 1 d j)
where
  sum (a b : Int × Nat) : Int × Nat := lowest (a.1 * b.2 + b.1 * a.2) (a.2 * b.2)
  lowest (p : Int) (q : Nat) : Int × Nat :=
    let g := Nat.gcd p.natAbs q
    (p / g, q / g)

end Tactics.RingIdentity
end
