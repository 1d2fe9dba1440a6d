//! From each arrival back to where its units came from.

use super::cargo::{CRUMB, Draw, Ledger, Told};
use super::cuts::Cuts;
use super::ends::Ends;
use super::search::Search;
use crate::model::{End, EntityId, ItemKind};
use rayon::prelude::*;

/// A cargo that a piece of a chain moved in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Move {
    /// The cargo.
    pub cargo: u32,
    /// Units of the piece in it. 0 where the piece was counted to the chain without being drawn.
    pub units: f64,
    /// Is that a number, or a lot of unknown size?
    pub known: bool,
    /// The draw that brought them from the move before.
    pub draw: Option<u32>,
}

/// Units that stayed together from their first leg to the arrival.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// First leg first.
    pub moves: Vec<Move>,
    /// The cargo that the dealer with whom it begins may have served it from ([`super::supply`]).
    pub supply: Option<u32>,
    /// Why it counts as arrived.
    pub end: End,
}

/// The draws of a ledger by either side.
struct Threads {
    /// Draws into each cargo, in order of `child_at`.
    into: DrawsBy,
    /// Draws out of each cargo, in order of `parent_at`.
    out: DrawsBy,
}

impl Threads {
    fn of(ledger: &Ledger) -> Self {
        let (into, out) = rayon::join(
            || DrawsBy::side(ledger, |draw| draw.child),
            || DrawsBy::side(ledger, |draw| draw.parent),
        );
        Self { into, out }
    }
}

/// Draws by the cargo on one of their sides, those of each in order of entry. Most cargoes have none.
struct DrawsBy {
    /// Where those of each cargo start; one more than cargoes.
    starts: Vec<u32>,
    draws: Vec<u32>,
}

impl DrawsBy {
    fn side(ledger: &Ledger, cargo: impl Fn(&Draw) -> u32) -> Self {
        let mut starts = vec![0u32; ledger.cargoes.len() + 1];
        for draw in &ledger.draws {
            starts[cargo(draw) as usize + 1] += 1;
        }
        for at in 0..ledger.cargoes.len() {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut draws = vec![0; ledger.draws.len()];
        for (id, draw) in ledger.draws.iter().enumerate() {
            let place = &mut next[cargo(draw) as usize];
            draws[*place as usize] = id as u32;
            *place += 1;
        }
        Self { starts, draws }
    }

    fn of(&self, cargo: u32) -> &[u32] {
        let at = cargo as usize;
        &self.draws[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// Cargoes whose receivers are brought near at once.
const NEAR: usize = 256;

/// All pieces that arrived, in order of the shipments they arrived by.
///
/// A unit is reported once, where its longest chain ends: what went on from an end to another end is
/// reported there only.
pub(super) fn pieces(search: &Search, ledger: &Ledger, cuts: &mut Cuts) -> Vec<Piece> {
    let threads = Threads::of(ledger);
    let ends: Vec<Option<End>> = ledger
        .cargoes
        .par_iter()
        .enumerate()
        .map(|(at, cargo)| {
            if at % NEAR == 0 {
                let next = ledger.cargoes[at..].iter().take(NEAR);
                search.ends.touch(next.map(|cargo| cargo.to));
            }
            (search.ends).of(cargo.shipment, cargo.to, cargo.inside, cargo.maker)
        })
        .collect();
    let arrives = arriving(ledger, &threads, &ends);

    let mut order: Vec<u32> = (0..ledger.cargoes.len() as u32).collect();
    // Most are in order already, which a sort that is stable makes use of.
    order.sort_by_key(|&id| ledger.cargoes[id as usize].shipment);
    let found: Vec<(u32, Vec<Piece>, bool)> = order
        .into_par_iter()
        .filter_map(|id| {
            let (end, stretches) = match &ends[id as usize] {
                Some(end) => (end.clone(), stayed(ledger, &threads, &arrives, id)),
                None => (End::Vanished, vanished(search, ledger, id)?),
            };
            let mut walk = Walk {
                search,
                ledger,
                threads: &threads,
                end,
                trail: Vec::new(),
                chain: vec![ledger.cargoes[id as usize].to],
                handed_over: false,
                pieces: Vec::new(),
                cut: false,
            };
            for (from, to) in stretches {
                walk.back(id, Some((from, to)));
            }
            (!walk.pieces.is_empty()).then_some((id, walk.pieces, walk.cut))
        })
        .collect();

    let total = search.settings.budgets.total as usize;
    let mut pieces = Vec::new();
    for (id, found, cut) in found {
        let entity = ledger.cargoes[id as usize].to;
        cuts.per_arrival(cut, entity);
        let room = total.saturating_sub(pieces.len());
        cuts.total(found.len() > room, entity);
        pieces.extend(found.into_iter().take(room));
    }
    pieces
}

/// Cargoes that are ends or of which something was drawn on towards one. Walks back from the ends, so
/// that goods that go round in a circle cannot keep it from stopping.
fn arriving(ledger: &Ledger, threads: &Threads, ends: &[Option<End>]) -> Vec<bool> {
    let mut arrives: Vec<bool> = ends.iter().map(Option::is_some).collect();
    let mut open: Vec<u32> = (0..ledger.cargoes.len() as u32)
        .filter(|&id| arrives[id as usize])
        .collect();
    while let Some(id) = open.pop() {
        for &draw in threads.into.of(id) {
            let parent = ledger.draws[draw as usize].parent;
            if !arrives[parent as usize] {
                arrives[parent as usize] = true;
                open.push(parent);
            }
        }
    }
    arrives
}

/// Stretches of an arrived cargo that did not go on to a further end.
fn stayed(ledger: &Ledger, threads: &Threads, arrives: &[bool], id: u32) -> Vec<(f64, f64)> {
    let mut stretches = Vec::new();
    let mut at = 0.0;
    for &draw in threads.out.of(id) {
        let draw = &ledger.draws[draw as usize];
        if arrives[draw.child as usize] {
            if draw.parent_at - at > CRUMB {
                stretches.push((at, draw.parent_at));
            }
            at = draw.parent_at + draw.parent_units;
        }
    }
    let held = ledger.cargoes[id as usize].held();
    if held - at > CRUMB {
        stretches.push((at, held));
    }
    stretches
}

/// What is left of a lot with a firm that looks like a shell or a forwarder, long after it arrived. A cargo that is itself
/// only suspected does not vanish with a shell: that would be two guesses and no sign. With a forwarder it does.
fn vanished(search: &Search, ledger: &Ledger, id: u32) -> Option<Vec<(f64, f64)>> {
    let cargo = &ledger.cargoes[id as usize];
    let ends: &Ends = &search.ends;
    let (_, last) = search.inputs.graph.span()?;
    let seen = !cargo.hidden || ends.forwards(cargo.to);
    let gone = seen
        && cargo.held() - cargo.drawn_out > CRUMB
        && ends.swallows(cargo.to)
        && search.item(cargo.item).kind != ItemKind::ListedHeading
        && !search.item(cargo.item).is_unnamed()
        && last.since(cargo.day) >= search.settings.vanish_after_days
        && ends.controlled(cargo.inside, cargo.day);
    gone.then(|| vec![(cargo.drawn_out, cargo.held())])
}

/// One walk back from an arrival.
struct Walk<'a> {
    search: &'a Search<'a>,
    ledger: &'a Ledger,
    threads: &'a Threads,
    end: End,
    /// Moves from the arrival back.
    trail: Vec<Move>,
    /// Entities from the arrival back; a chain names none twice.
    chain: Vec<EntityId>,
    handed_over: bool,
    pieces: Vec<Piece>,
    cut: bool,
}

impl Walk<'_> {
    /// Follows a stretch of a cargo's units back. `None` follows the chain without units.
    fn back(&mut self, id: u32, stretch: Option<(f64, f64)>) {
        let cargo = &self.ledger.cargoes[id as usize];
        let units = stretch.map_or(0.0, |(from, to)| to - from);
        self.trail.push(Move {
            cargo: id,
            units,
            known: cargo.told == Told::Stated || (cargo.hidden && cargo.told == Told::Bounded),
            draw: None,
        });
        self.chain.push(cargo.from);
        self.upstream(id, stretch);
        self.chain.pop();
        self.trail.pop();
    }

    fn upstream(&mut self, id: u32, stretch: Option<(f64, f64)>) {
        let threads = self.threads;
        let open: Vec<&u32> = if self.trail.len() < self.search.settings.max_legs {
            (threads.into.of(id).iter())
                .filter(|&&draw| self.may_follow(draw))
                .collect()
        } else {
            Vec::new()
        };
        let Some((from, to)) = stretch else {
            return match largest(self.ledger, &open) {
                Some(draw) => self.follow(draw, None),
                None => self.finish(),
            };
        };
        let mut explained = 0.0;
        for &&draw in &open {
            let d = &self.ledger.draws[draw as usize];
            let (low, high) = (from.max(d.child_at), to.min(d.child_at + d.child_units));
            if high - low <= CRUMB {
                continue;
            }
            explained += high - low;
            // The same part of the parent's stretch; a lot of unknown size maps as a whole.
            let scale = d.parent_units / d.child_units;
            let parent_from = d.parent_at + (low - d.child_at) * scale;
            let parent_to = d.parent_at + (high - d.child_at) * scale;
            let whole = self.narrow((high - low) / (to - from));
            self.follow(draw, Some((parent_from, parent_to)));
            self.restore(&whole);
        }
        let rest = (to - from) - explained;
        if rest <= CRUMB {
            return;
        }
        let whole = self.narrow(rest / (to - from));
        // The rest of a leg that lots explain in good part belongs to the same chain: else its shipments
        // would be reported twice, once with their past and once without.
        let cargo = &self.ledger.cargoes[id as usize];
        let explained_in_all: f64 = open
            .iter()
            .map(|&&draw| self.ledger.draws[draw as usize].child_units)
            .sum();
        if explained_in_all >= self.search.settings.adopt_share * cargo.size
            && let Some(draw) = largest(self.ledger, &open)
        {
            self.follow(draw, None);
        } else {
            self.finish();
        }
        self.restore(&whole);
    }

    /// Leaves only a share of the units in every move so far: the rest came another way.
    fn narrow(&mut self, share: f64) -> Vec<f64> {
        let whole = self.trail.iter().map(|one| one.units).collect();
        for one in &mut self.trail {
            one.units *= share;
        }
        whole
    }

    fn restore(&mut self, whole: &[f64]) {
        for (one, units) in self.trail.iter_mut().zip(whole) {
            one.units = *units;
        }
    }

    fn at_last(&mut self, change: impl FnOnce(&mut Move)) {
        if let Some(last) = self.trail.last_mut() {
            change(last);
        }
    }

    /// No entity twice, one handover at most.
    fn may_follow(&self, draw: u32) -> bool {
        let draw: &Draw = &self.ledger.draws[draw as usize];
        let parent = &self.ledger.cargoes[draw.parent as usize];
        let handed = draw.link.is_some();
        !self.chain.contains(&parent.from)
            && (!handed || (!self.handed_over && !self.chain.contains(&parent.to)))
    }

    fn follow(&mut self, draw: u32, stretch: Option<(f64, f64)>) {
        let found = &self.ledger.draws[draw as usize];
        let parent = found.parent;
        let handed = found.link.is_some();
        if handed {
            self.chain.push(self.ledger.cargoes[parent as usize].to);
            self.handed_over = true;
        }
        let before = self.trail.last().and_then(|last| last.draw);
        self.at_last(|last| last.draw = Some(draw));
        self.back(parent, stretch);
        self.at_last(|last| last.draw = before);
        if handed {
            self.handed_over = false;
            self.chain.pop();
        }
    }

    fn finish(&mut self) {
        if self.pieces.len() >= self.search.settings.budgets.per_arrival as usize {
            self.cut = true;
            return;
        }
        let mut moves: Vec<Move> = self.trail.iter().rev().cloned().collect();
        self.tell_known(&mut moves);
        self.pieces.push(Piece {
            moves,
            supply: None,
            end: self.end.clone(),
        });
    }

    /// A hidden cargo whose own records give no count holds a known number only if what it drew was one.
    fn tell_known(&self, moves: &mut [Move]) {
        let mut before = true;
        for one in moves {
            let cargo = &self.ledger.cargoes[one.cargo as usize];
            if cargo.hidden && cargo.told == Told::Bounded {
                let exact = one.draw.is_some_and(|draw| {
                    let draw = &self.ledger.draws[draw as usize];
                    draw.parent_units == draw.child_units
                });
                one.known = before && exact;
            }
            before = one.known;
        }
    }
}

/// The draw that brought most, ties by order of entry.
fn largest(ledger: &Ledger, open: &[&u32]) -> Option<u32> {
    let units = |draw: u32| ledger.draws[draw as usize].child_units;
    let mut best: Option<u32> = None;
    for &&draw in open {
        if best.is_none_or(|best| units(draw) > units(best)) {
            best = Some(draw);
        }
    }
    best
}
