//! Plans a world and writes it: units of work (stories and stretches of ordinary trade) in a chance
//! order, made by several threads, written in one order whatever the number of threads.

use super::dice::Dice;
use super::emit::{self, FILES, Label, Out};
use super::settings::Settings;
use super::story::{Story, make_row};
use super::world::World;
use super::{honest, lot, schemes};
use crate::model::progress::Progress;
use rustc_hash::FxHashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// Why a world could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be written.
    #[error("cannot write {path}: {cause}", path = path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The user stopped it.
    #[error("interrupted; {path} is incomplete", path = path.display())]
    Interrupted {
        /// The folder.
        path: PathBuf,
    },
    /// Settings that no world can have.
    #[error("setting {name} = {value}: {reason}")]
    Setting {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
        /// What is wrong, and the fix.
        reason: &'static str,
    },
    /// A case script that cannot be read.
    #[error("case script {name}: {reason}")]
    Script {
        /// The script.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Records of shipments.
    pub rows: u64,
    /// Planted schemes with at least one record.
    pub schemes: u64,
    /// Records of schemes.
    pub scheme_rows: u64,
    /// Look-alike stories.
    pub lookalikes: u64,
    /// Bytes of the shipments table.
    pub bytes: u64,
}

/// A unit of work.
#[derive(Clone, Debug)]
enum Unit {
    /// A scheme: index into the typologies, number.
    Scheme(usize, u32),
    /// A look-alike: index into the families, number.
    Honest(usize, u32),
    /// A story made elsewhere: index into the extra stories.
    Extra(usize),
    /// Ordinary trade: records.
    Plain(u64),
}

/// A story told by the caller, for example a replayed case.
pub struct Extra<'a> {
    /// What it is.
    pub label: Label,
    /// Tells it.
    pub tell: Box<dyn Fn(&mut Story) + Sync + 'a>,
}

/// Records of ordinary trade in a unit.
const STRETCH: u64 = 400;
/// Units made together and put in a chance order.
const BATCH: usize = 96;

fn tell(world: &World, extras: &[Extra<'_>], unit: &Unit, n: u64, out: &mut Out) {
    match unit {
        Unit::Plain(rows) => plain(out, world, n, *rows),
        Unit::Scheme(kind, number) => {
            let kind = &schemes::ALL[*kind];
            let mut story = Story::new(world, n);
            (kind.tell)(&mut story);
            emit::story(
                out,
                world,
                &story,
                &Label::Scheme(format!("S{:04}", number + 1), kind.id),
                n,
            );
        }
        Unit::Honest(kind, number) => {
            let kind = &honest::ALL[*kind];
            let mut story = Story::new(world, n);
            (kind.tell)(&mut story);
            emit::story(
                out,
                world,
                &story,
                &Label::Lookalike(kind.id, format!("L{:06}", number + 1)),
                n,
            );
        }
        Unit::Extra(i) => {
            let extra = &extras[*i];
            let mut story = Story::new(world, n);
            (extra.tell)(&mut story);
            emit::story(out, world, &story, &extra.label, n);
        }
    }
}

/// Ordinary trade: exactly this many records.
fn plain(out: &mut Out, world: &World, unit: u64, rows: u64) {
    let mut dice = world.dice(&[unit, 0x9A]);
    let span = world.settings.to.since(world.settings.from).max(1);
    let (mut written, mut next) = (0, 0);
    while written < rows {
        let (seller, buyer, good) = world.ordinary_pair(&mut dice);
        let (from, to) = (world.firm(seller), world.firm(buyer));
        // Trade grows by about a third over the years.
        let at = dice.unit().powf(0.85);
        let day = world.settings.from.plus((at * f64::from(span)) as i32);
        let scale = dice.scale(0.3, 2.5);
        let goods = lot::ordinary(&mut dice, good, scale);
        let row = make_row(&mut dice, &from, &to, day, &goods);
        written += emit::movement(
            out,
            world,
            &mut dice,
            &row,
            [&from, &to],
            &Label::None,
            unit,
            &mut next,
            rows - written,
        );
    }
}

/// The units of a world, in a chance order, with exactly the rows asked for.
fn plan(world: &World, extras: &[Extra<'_>], threads: usize) -> (Vec<(u64, Unit)>, u64) {
    let settings = &world.settings;
    let mut dice = world.dice(&[0x91A]);
    let weight = |weights: &std::collections::BTreeMap<String, f64>, id: &str| {
        weights.get(id).copied().unwrap_or(1.0)
    };
    let mut stories: Vec<Unit> = (0..extras.len()).map(Unit::Extra).collect();
    let all: Vec<f64> = schemes::ALL
        .iter()
        .map(|k| weight(&settings.typologies, k.id))
        .collect();
    if all.iter().any(|w| *w > 0.0) {
        // Every typology comes once before any comes twice: small worlds hold them all.
        let mut order: Vec<usize> = (0..all.len()).filter(|i| all[*i] > 0.0).collect();
        dice.shuffle(&mut order);
        for n in 0..settings.schemes {
            let kind = match order.get(n as usize) {
                Some(kind) => *kind,
                None => dice.weighted(all.iter().copied()),
            };
            stories.push(Unit::Scheme(kind, n));
        }
    }
    let schemes = stories.len();
    let families: Vec<f64> = honest::ALL
        .iter()
        .map(|k| weight(&settings.lookalikes, k.id) * k.share)
        .collect();
    let budget = (settings.rows as f64 * settings.special_share) as u64;
    let wanted = (f64::from(settings.schemes.max(extras.len() as u32))
        * settings.lookalikes_per_scheme) as u64;
    // Eight records a story on average (measured); the count below corrects it.
    for n in 0..wanted.min(budget / 6) as u32 {
        let kind = if (n as usize) < families.len() && families[n as usize] > 0.0 {
            n as usize
        } else if families.iter().any(|w| *w > 0.0) {
            dice.weighted(families.iter().copied())
        } else {
            break;
        };
        stories.push(Unit::Honest(kind, n));
    }
    let counts = counted(world, extras, &stories, threads);
    let mut rows = 0;
    let mut kept = Vec::new();
    for (i, (unit, count)) in stories.into_iter().zip(&counts).enumerate() {
        let limit = if i < schemes {
            settings.rows
        } else {
            budget.max(rows)
        };
        if rows + count > limit {
            continue;
        }
        rows += count;
        kept.push((i as u64, unit));
    }
    let first = counts.len() as u64;
    let mut left = settings.rows - rows;
    let mut n = first;
    while left > 0 {
        let part = left.min(STRETCH);
        kept.push((n, Unit::Plain(part)));
        left -= part;
        n += 1;
    }
    dice.shuffle(&mut kept);
    (kept, rows)
}

/// Records of each story, by making it once without keeping it.
fn counted(world: &World, extras: &[Extra<'_>], stories: &[Unit], threads: usize) -> Vec<u64> {
    let part = stories.len().div_ceil(threads.max(1)).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = stories
            .chunks(part)
            .enumerate()
            .map(|(p, units)| {
                scope.spawn(move || {
                    let count = |(i, unit): (usize, &Unit)| {
                        let mut out = Out::default();
                        tell(world, extras, unit, (p * part + i) as u64, &mut out);
                        out.rows()
                    };
                    units.iter().enumerate().map(count).collect::<Vec<_>>()
                })
            })
            .collect();
        let join = |h: std::thread::ScopedJoinHandle<'_, Vec<u64>>| {
            h.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        parts.into_iter().flat_map(join).collect()
    })
}

/// Writes a world into a folder, which is created; files of an older world there are replaced.
/// The same settings give the same bytes for any number of threads.
///
/// # Errors
/// If a setting makes no sense, a file cannot be written or the user stops it.
pub fn write(
    settings: &Settings,
    extras: &[Extra<'_>],
    folder: &Path,
    threads: usize,
    progress: &dyn Progress,
) -> Result<Summary, Error> {
    check(settings)?;
    let world = World::new(settings.clone());
    let threads = threads.max(1);
    let (units, _) = plan(&world, extras, threads);
    std::fs::create_dir_all(folder).map_err(|cause| Error::Write {
        path: folder.to_path_buf(),
        cause,
    })?;
    let mut files = Files::create(folder)?;
    let mut forms: FxHashSet<(u64, u8)> = FxHashSet::default();
    let lookalikes = units
        .iter()
        .filter(|(_, u)| matches!(u, Unit::Honest(..)))
        .count() as u64;
    let schemes = units
        .iter()
        .filter(|(_, u)| match u {
            Unit::Scheme(..) => true,
            Unit::Extra(i) => matches!(extras[*i].label, Label::Scheme(..)),
            _ => false,
        })
        .count() as u64;
    let mut summary = Summary {
        lookalikes,
        schemes,
        ..Summary::default()
    };
    progress.start("simulate", Some(settings.rows));
    let batches: Vec<&[(u64, Unit)]> = units.chunks(BATCH).collect();
    std::thread::scope(|scope| -> Result<(), Error> {
        let mut parts = Vec::new();
        for worker in 0..threads {
            let (send, receive) = mpsc::sync_channel::<Out>(2);
            parts.push(receive);
            let (world, batches) = (&world, &batches);
            scope.spawn(move || {
                for batch in (worker..batches.len()).step_by(threads) {
                    let mut out = Out::default();
                    for (n, unit) in batches[batch] {
                        tell(world, extras, unit, *n, &mut out);
                    }
                    // The receiver is gone if writing failed.
                    if send.send(mixed(world, out, batch as u64)).is_err() {
                        return;
                    }
                }
            });
        }
        for batch in 0..batches.len() {
            if progress.interrupted() {
                return Err(Error::Interrupted {
                    path: folder.to_path_buf(),
                });
            }
            // A worker that panicked hangs up; its panic is raised when the scope ends.
            let Ok(out) = parts[batch % threads].recv() else {
                break;
            };
            summary.rows += out.rows();
            summary.scheme_rows += out.scheme_rows;
            summary.bytes += out.shipments.len() as u64;
            progress.advance(out.rows());
            forms.extend(out.forms.iter().copied());
            files.write(&out)?;
        }
        Ok(())
    })?;
    let mut forms: Vec<(u64, u8)> = forms.into_iter().collect();
    forms.sort_unstable();
    registers(&world, &forms, &mut files)?;
    files.finish()?;
    progress.finish();
    Ok(summary)
}

/// Registers and party truth of the open world's firms that were written.
fn registers(world: &World, forms: &[(u64, u8)], files: &mut Files) -> Result<(), Error> {
    for part in forms
        .chunk_by(|a, b| a.0 == b.0)
        .collect::<Vec<_>>()
        .chunks(5000)
    {
        let mut out = Out::default();
        for forms in part {
            let firm = world.firm(forms[0].0);
            if firm.registered && forms[0].1 != 0 {
                emit::truth_party(&mut out, &firm, 0);
            }
            for (_, form) in *forms {
                emit::truth_party(&mut out, &firm, *form);
            }
            emit::open_firm(&mut out, world, firm.key);
        }
        files.write(&out)?;
    }
    Ok(())
}

/// Puts the records of a batch into a chance order, so that no story stands together.
fn mixed(world: &World, mut out: Out, batch: u64) -> Out {
    let mut dice: Dice = world.dice(&[batch, 0xBA7C]);
    let mut ends: Vec<(usize, usize)> = Vec::with_capacity(out.starts.len());
    for (i, start) in out.starts.iter().enumerate() {
        ends.push((
            *start,
            out.starts
                .get(i + 1)
                .copied()
                .unwrap_or(out.shipments.len()),
        ));
    }
    dice.shuffle(&mut ends);
    let mut text = String::with_capacity(out.shipments.len());
    for (start, end) in ends {
        text.push_str(&out.shipments[start..end]);
    }
    out.shipments = text;
    out
}

fn check(settings: &Settings) -> Result<(), Error> {
    let bad = |name, value: String, reason| {
        Err(Error::Setting {
            name,
            value,
            reason,
        })
    };
    if settings.rows > 1_000_000_000 {
        return bad("rows", settings.rows.to_string(), "at most 1,000,000,000");
    }
    if settings.to.since(settings.from) < 800 {
        return bad(
            "from, to",
            format!("{} to {}", settings.from, settings.to),
            "a world needs at least 800 days",
        );
    }
    if !(0.0..=1.0).contains(&settings.special_share) {
        return bad(
            "special_share",
            settings.special_share.to_string(),
            "from 0 to 1",
        );
    }
    if settings.rows < u64::from(settings.schemes) * 10 {
        return bad(
            "schemes",
            settings.schemes.to_string(),
            "at least ten rows for each scheme: fewer schemes or more rows",
        );
    }
    Ok(())
}

struct Files(Vec<(PathBuf, BufWriter<File>)>);

impl Files {
    fn create(folder: &Path) -> Result<Self, Error> {
        let mut files = Vec::new();
        for (name, header) in FILES {
            let path = folder.join(name);
            let made = File::create(&path).map(|f| BufWriter::with_capacity(1 << 18, f));
            let mut file = made.map_err(|cause| Error::Write {
                path: path.clone(),
                cause,
            })?;
            file.write_all(header.as_bytes())
                .map_err(|cause| Error::Write {
                    path: path.clone(),
                    cause,
                })?;
            files.push((path, file));
        }
        Ok(Self(files))
    }

    fn write(&mut self, out: &Out) -> Result<(), Error> {
        let tables = [
            &out.shipments,
            &out.parties,
            &out.ownership,
            &out.watchlist,
            &out.truth,
            &out.lookalikes,
            &out.duplicates,
            &out.truth_parties,
            &out.truth_entities,
        ];
        for ((path, file), table) in self.0.iter_mut().zip(tables) {
            file.write_all(table.as_bytes())
                .map_err(|cause| Error::Write {
                    path: path.clone(),
                    cause,
                })?;
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        for (path, file) in &mut self.0 {
            file.flush().map_err(|cause| Error::Write {
                path: path.clone(),
                cause,
            })?;
        }
        Ok(())
    }
}
