//! What each stage of a scan handed on, as Parquet, for somebody who asks why a later one says what it says.
//!
//! A table is written when its stage is done, so a scan that stops leaves the tables up to there.

use super::Error;
use super::tables::{self, Value, list_part};
use crate::model::table::{Table, Writer, stages};
use crate::model::{
    Alert, Country, EntityId, Finding, Goods, IdVec, ItemId, Items, Measure, Path as Chain,
    Resolution, Role, RoleScores, ShipmentId, Shipments, Wording,
};
use std::borrow::Cow;
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// A folder that takes the table of each stage.
#[derive(Debug)]
pub struct StageFolder {
    dir: PathBuf,
}

fn text<'a>(text: impl Into<Cow<'a, str>>) -> Value<'a> {
    Value::Text(Some(text.into()))
}

fn measure<'a>(measure: Measure) -> Value<'a> {
    Value::Number(measure.get())
}

fn place<'a>(country: Option<Country>) -> Value<'a> {
    Value::Text(country.map(|country| Cow::Owned(country.to_string())))
}

fn records(shipments: &Shipments, ids: impl Iterator<Item = ShipmentId>) -> String {
    let parts: Vec<Cow<'_, str>> = ids.map(|id| list_part(shipments.record(id))).collect();
    parts.join("|")
}

impl StageFolder {
    /// Makes the folder, or takes an empty one.
    ///
    /// # Errors
    /// If it holds anything, or cannot be made.
    pub fn create(dir: &Path) -> Result<Self, Error> {
        let io = |source| Error::Io {
            path: dir.to_owned(),
            source,
        };
        std::fs::create_dir_all(dir).map_err(io)?;
        if std::fs::read_dir(dir).map_err(io)?.next().is_some() {
            return Err(Error::NotEmpty {
                dir: dir.to_owned(),
            });
        }
        Ok(Self {
            dir: dir.to_owned(),
        })
    }

    fn file(&self, table: &'static Table) -> Result<BufWriter<File>, Error> {
        let path = self.dir.join(table.file());
        match File::create_new(&path) {
            Ok(file) => Ok(BufWriter::new(file)),
            Err(source) => Err(Error::Io { path, source }),
        }
    }

    fn close(&self, table: &'static Table, out: BufWriter<File>) -> Result<(), Error> {
        let flushed = out.into_inner().map_err(|error| error.into_error());
        flushed
            .and_then(|file| file.sync_all())
            .map_err(|source| Error::Io {
                path: self.dir.join(table.file()),
                source,
            })
    }

    fn rows<'a>(
        &self,
        table: &'static Table,
        count: usize,
        value: impl Fn(usize, &str) -> Value<'a> + Sync,
    ) -> Result<(), Error> {
        let mut writer = Writer::new(table, self.file(table)?)?;
        tables::rows(&mut writer, table, count, value)?;
        self.close(table, writer.finish()?)
    }

    /// Shipments after ingest.
    ///
    /// # Errors
    /// If the file cannot be written; so for all the others.
    pub fn ingest(&self, shipments: &Shipments) -> Result<(), Error> {
        let table = &stages::INGEST;
        let out = super::shipments::write_canonical(shipments, table, self.file(table)?)?;
        self.close(table, out)
    }

    /// What the goods were recognised as.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn items(&self, shipments: &Shipments, goods: &Goods, items: &Items) -> Result<(), Error> {
        let named = |item: Option<ItemId>| {
            Value::Text(item.map(|item| Cow::Borrowed(items[item].id.as_str())))
        };
        self.rows(
            &stages::ITEMS,
            shipments.len(),
            |row, column| match column {
                "record_id" => text(shipments.record(ShipmentId::new(row))),
                "item_id" => named(goods.item[row]),
                "inside_id" => named(goods.inside[row]),
                "confidence" => {
                    Value::Number(goods.item[row].map(|_| f64::from(goods.confidence[row])))
                }
                "units" => measure(goods.units[row]),
                "tpp" => measure(goods.tpp[row]),
                "wording" => text(match goods.wording[row] {
                    Wording::Missing => "missing",
                    Wording::Vague => "vague",
                    Wording::Specific => "specific",
                }),
                "maker" => place(goods.maker[row]),
                _ => {
                    let why = goods.reasons.get(goods.why[row] as usize);
                    Value::Text(why.map(|why| Cow::Borrowed(why.as_str())))
                }
            },
        )
    }

    /// Entities with their parties, and links.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn resolve(&self, shipments: &Shipments, resolution: &Resolution) -> Result<(), Error> {
        let parties: Vec<_> = (resolution.entities.enumerate())
            .flat_map(|(id, entity)| entity.parties.iter().map(move |party| (id, *party)))
            .collect();
        let key = |id: EntityId| text(resolution.entities[id].key.to_string());
        let table = &stages::RESOLVE_ENTITIES;
        self.rows(table, parties.len(), |row, column| {
            let (id, party) = parties[row];
            let written = &shipments.parties[party];
            match column {
                "entity_id" => key(id),
                "entity_name" => text(shipments.text.get(resolution.entities[id].name)),
                "name" => text(shipments.text.get(written.name)),
                _ => place(written.country),
            }
        })?;
        let links = resolution.links.as_slice();
        self.rows(&stages::RESOLVE_LINKS, links.len(), |row, column| {
            let link = &links[row];
            match column {
                "entity_a" => key(link.a),
                "entity_b" => key(link.b),
                "kind" => text(link.kind.word()),
                "strength" => Value::Number(Some(link.strength)),
                "seen" => text(link.seen.as_str()),
                "share_pct" => measure(link.share_pct),
                "from_date" => Value::Day(link.from),
                _ => Value::Day(link.to),
            }
        })
    }

    /// Edges of the graph, and roles. `ends` tells who sends and who receives a shipment.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn graph(
        &self,
        shipments: &Shipments,
        resolution: &Resolution,
        roles: &IdVec<EntityId, RoleScores>,
        ends: impl Fn(ShipmentId) -> Option<(EntityId, EntityId)>,
    ) -> Result<(), Error> {
        let edges: Vec<_> = shipments
            .ids()
            .filter_map(|id| ends(id).map(|(from, to)| (id, from, to)))
            .collect();
        let key = |id: EntityId| text(resolution.entities[id].key.to_string());
        self.rows(&stages::GRAPH, edges.len(), |row, column| {
            let (id, from, to) = edges[row];
            match column {
                "record_id" => text(shipments.record(id)),
                "date" => Value::Day(Some(shipments.day[id.index()])),
                "from_entity_id" => key(from),
                _ => key(to),
            }
        })?;
        self.rows(&stages::ROLES, roles.len(), |row, column| {
            let id = EntityId::new(row);
            let score = |role| Value::Number(roles[id].get(role).get());
            match column {
                "entity_id" => key(id),
                "shell" => score(Role::Shell),
                "transshipper" => score(Role::Transshipper),
                "end_user" => score(Role::EndUser),
                "manufacturer" => score(Role::Manufacturer),
                "distributor" => score(Role::Distributor),
                _ => score(Role::Forwarder),
            }
        })
    }

    /// What the rules said: an index into `words` for each shipment, 0 where they were not asked.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn status(
        &self,
        shipments: &Shipments,
        status: &[u8],
        words: &[&'static str],
    ) -> Result<(), Error> {
        let asked: Vec<usize> = (0..status.len()).filter(|row| status[*row] != 0).collect();
        self.rows(&stages::STATUS, asked.len(), |row, column| match column {
            "record_id" => text(shipments.record(ShipmentId::new(asked[row]))),
            _ => Value::Text(
                words
                    .get(usize::from(status[asked[row]]))
                    .map(|word| Cow::Borrowed(*word)),
            ),
        })
    }

    /// Paths of the custody search.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn paths(
        &self,
        shipments: &Shipments,
        resolution: &Resolution,
        items: &Items,
        paths: &[Chain],
    ) -> Result<(), Error> {
        self.rows(&stages::PATHS, paths.len(), |row, column| {
            let path = &paths[row];
            match column {
                "path" => Value::Whole(Some(row as i64 + 1)),
                "entity_ids" => {
                    let keys = path.chain.iter();
                    let keys: Vec<String> = keys
                        .map(|id| resolution.entities[*id].key.to_string())
                        .collect();
                    text(keys.join("|"))
                }
                "record_ids" => text(records(shipments, path.shipments())),
                "matched" => {
                    let legs: Vec<&str> = path.legs.iter().map(|leg| leg.matched.word()).collect();
                    text(legs.join("|"))
                }
                "item_id" => text(items[path.item].id.as_str()),
                "units" => measure(path.units),
                "tpp" => measure(path.tpp),
                "end" => text(path.end.word()),
                "flow_share" => Value::Number(Some(path.flow_share)),
                "first_date" => Value::Day(Some(path.days().0)),
                _ => Value::Day(Some(path.days().1)),
            }
        })
    }

    /// Findings of each path.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn findings(&self, shipments: &Shipments, of_path: &[Vec<Finding>]) -> Result<(), Error> {
        let all: Vec<(usize, &Finding)> = (of_path.iter().enumerate())
            .flat_map(|(path, findings)| findings.iter().map(move |finding| (path, finding)))
            .collect();
        self.rows(&stages::FINDINGS, all.len(), |row, column| {
            let (path, finding) = all[row];
            match column {
                "path" => Value::Whole(Some(path as i64 + 1)),
                "heuristic_id" => text(finding.heuristic),
                "strength" => measure(finding.strength),
                "text" => text(finding.text.as_str()),
                _ => text(records(shipments, finding.shipments.iter().copied())),
            }
        })
    }

    /// Alerts by rank.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn alerts(&self, shipments: &Shipments, alerts: &[Alert]) -> Result<(), Error> {
        self.rows(&stages::ALERTS, alerts.len(), |row, column| {
            let alert = &alerts[row];
            match column {
                "rank" => Value::Whole(Some(i64::from(alert.rank))),
                "alert_id" => text(alert.id.as_str()),
                "case_id" => text(alert.case.as_str()),
                "score" => Value::Number(Some(alert.score)),
                "prior" => Value::Number(Some(alert.explanation.prior)),
                "log_odds" => Value::Number(Some(alert.explanation.log_odds)),
                "record_ids" => text(records(shipments, alert.path.told())),
                _ => text(alert.summary.as_str()),
            }
        })
    }
}
