//! The path of a case, read from its lines.

use super::World;
use super::tables::block;
use crate::heuristics::context::GroupTotal;
use crate::model::{
    Country, Day, End, Leg, LinkId, Match, Measure, Path, Review, ShipmentId, Status, Wording,
};

impl World {
    fn record(&self, name: &str) -> Result<ShipmentId, String> {
        self.shipments
            .ids()
            .find(|&id| self.shipments.record(id) == name.trim())
            .ok_or(format!("no record '{name}'"))
    }

    pub(super) fn add_path(&mut self, text: &str) -> Result<(), String> {
        let mut lines = block(text, "path");
        let Some(first) = lines.next() else {
            return Ok(());
        };
        let mut legs: Vec<Leg> = Vec::new();
        for part in first.split('>') {
            let part = part.trim();
            if let Some(names) = part
                .strip_prefix('[')
                .and_then(|part| part.strip_suffix(']'))
            {
                let (from, to) = names.split_once('|').ok_or("a handover is [Giver|Taker]")?;
                let (from, to) = (self.entity(from)?, self.entity(to)?);
                let link = self
                    .resolution
                    .links
                    .enumerate()
                    .find(|(_, link)| {
                        (link.a, link.b) == (from, to) || (link.b, link.a) == (from, to)
                    })
                    .map(|(id, _): (LinkId, _)| id);
                let day = legs.last().map_or(Day::from_epoch(0), |leg| leg.last_day);
                legs.push(Leg {
                    from,
                    to,
                    shipments: Vec::new(),
                    drawn: Vec::new(),
                    beside: Vec::new(),
                    link,
                    matched: Match::Handover,
                    compatibility: 0.7,
                    units: legs.last().map_or(Measure::UNKNOWN, |leg| leg.units),
                    first_day: day,
                    last_day: day,
                });
                continue;
            }
            let shipments = part
                .split(',')
                .map(|name| self.record(name))
                .collect::<Result<Vec<_>, _>>()?;
            let side = |party: Option<crate::model::PartyId>| {
                party
                    .map(|party| self.resolution.entity_of[party])
                    .ok_or("a path record without a party")
            };
            let i = shipments[0].index();
            let drawn: Vec<Measure> = shipments
                .iter()
                .map(|id| self.goods.units[id.index()])
                .collect();
            let known: Vec<f64> = drawn.iter().filter_map(|units| units.get()).collect();
            legs.push(Leg {
                from: side(self.shipments.shipper[i])?,
                to: side(self.shipments.consignee[i])?,
                link: None,
                matched: self.matched(&legs, shipments[0]),
                compatibility: 0.9,
                beside: Vec::new(),
                units: if known.is_empty() {
                    Measure::UNKNOWN
                } else {
                    Measure::new(known.iter().sum())
                },
                first_day: shipments
                    .iter()
                    .map(|id| self.shipments.day[id.index()])
                    .min()
                    .ok_or("empty leg")?,
                last_day: shipments
                    .iter()
                    .map(|id| self.shipments.day[id.index()])
                    .max()
                    .ok_or("empty leg")?,
                drawn,
                shipments,
            });
        }
        let item = legs
            .iter()
            .flat_map(|leg| &leg.shipments)
            .find_map(|id| self.goods.item[id.index()])
            .ok_or("a path without a recognised item")?;
        let mut chain = vec![legs[0].from];
        chain.extend(legs.iter().map(|leg| leg.to));
        let units = legs
            .iter()
            .filter_map(|leg| leg.units.get())
            .reduce(f64::min)
            .map_or(Measure::UNKNOWN, Measure::new);
        let mut path = Path {
            feeders: Vec::new(),
            supply: Vec::new(),
            chain,
            item,
            maker: (legs.iter().flat_map(|leg| &leg.shipments))
                .find_map(|id| self.goods.maker.get(id.index()).copied().flatten()),
            units,
            tpp: units.map(|n| n * self.items[item].tpp.get().unwrap_or(f64::NAN)),
            value_usd: legs[0]
                .shipments
                .first()
                .map_or(Measure::UNKNOWN, |id| self.shipments.value_usd[id.index()]),
            legs,
            end: End::Vanished,
            flow_share: 1.0,
            cut: false,
        };
        for line in lines {
            let words: Vec<&str> = line.split_whitespace().collect();
            let place = |i: usize| {
                words
                    .get(i)
                    .and_then(|code| Country::from_code(code))
                    .ok_or("no country")
            };
            match words.as_slice() {
                ["end", "restricted_country", ..] => {
                    path.end = End::RestrictedCountry { country: place(2)? }
                }
                ["end", "restricted_owner", _, share @ ..] => {
                    path.end = End::RestrictedOwner {
                        country: place(2)?,
                        share_pct: share.first().and_then(|s| s.parse().ok()).into(),
                    }
                }
                ["end", "restricted_headquarters", ..] => {
                    path.end = End::RestrictedHeadquarters { country: place(2)? };
                }
                ["end", "listed", list] => {
                    path.end = End::Listed {
                        list: (*list).to_owned(),
                    }
                }
                ["end", "vanished"] => path.end = End::Vanished,
                ["flow_share", share] => {
                    path.flow_share = share.parse().map_err(|_| "flow_share")?
                }
                ["answer", word] => {
                    self.rules.answer = Some(match *word {
                        "no_licence" => Status::NoLicence,
                        "authorised_recipient" => Status::AuthorisedRecipient { until: None },
                        "exception" => Status::Exception {
                            code: "NAC".to_owned(),
                            notice_days: Some(25),
                        },
                        "denial" => Status::LicenceRequired {
                            review: Review::Denial,
                        },
                        "case_by_case" => Status::LicenceRequired {
                            review: Review::CaseByCase,
                        },
                        "embargo" => Status::Embargo,
                        "indeterminate" => Status::Indeterminate,
                        other => return Err(format!("no answer '{other}'")),
                    });
                }
                ["group", received, cap] => {
                    let tpp = |text: &str| text.parse::<f64>().map_err(|_| "group RECEIVED CAP");
                    self.rules.group = Some(GroupTotal {
                        parent: "Thyme Example Holding".to_owned(),
                        received_tpp: tpp(received)?,
                        cap_tpp: tpp(cap)?,
                        cap: "ceiling of the case".to_owned(),
                        year: 2024,
                    });
                }
                ["match", leg, word] => {
                    let leg: usize = leg.parse().map_err(|_| "match LEG WORD")?;
                    path.legs.get_mut(leg - 1).ok_or("no such leg")?.matched = match *word {
                        "same_item" => Match::SameItem,
                        "converted" => Match::Converted,
                        "vague" => Match::Vague,
                        "relabelled" => Match::Relabelled,
                        other => return Err(format!("no match '{other}'")),
                    };
                }
                _ => return Err(format!("path line '{line}' is not understood")),
            }
        }
        self.paths.push(path);
        Ok(())
    }

    fn matched(&self, legs: &[Leg], shipment: ShipmentId) -> Match {
        let item = |id: ShipmentId| self.goods.item[id.index()];
        let Some(before) = legs.iter().rev().find_map(|leg| leg.shipments.first()) else {
            return Match::First;
        };
        match (item(*before), item(shipment)) {
            (_, Some(after)) if item(*before) == Some(after) => Match::SameItem,
            (Some(before), Some(after))
                if self.items[before].family == self.items[after].family =>
            {
                Match::Converted
            }
            _ if self.goods.wording[shipment.index()] == Wording::Specific => Match::Relabelled,
            _ => Match::Vague,
        }
    }
}
