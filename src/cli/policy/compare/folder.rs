//! What a run folder holds of its firms and shipments, as the rules ask about it.

use crate::cli::exit::{Exit, Failed, OrExit};
use crate::cli::policy::usage;
use crate::items::{Recogniser, recognise_all};
use crate::model::table::{self, Reader};
use crate::model::{
    Country, Entities, Entity, EntityId, EntityKey, Goods, ItemId, Items, Measure, Owner,
    Shipments, TextId,
};
use crate::pipeline;
use crate::policy::moves::{Move, group_among};
use crate::policy::{Question, Regimes};
use crate::query::entity::Details;
use crate::reference::catalogue;
use rustc_hash::FxHashMap;
use std::path::Path;

/// The firms of a run as the rules ask about them, and their names.
pub(super) struct Firms {
    entities: Entities,
    names: Vec<String>,
}

/// The shipments of a run with what was recognised in them.
pub(super) struct Recognised {
    pub(super) shipments: Shipments,
    goods: Goods,
    pub(super) units: Vec<Measure>,
    shipper_country: Vec<Option<Country>>,
    consignee_country: Vec<Option<Country>>,
    shipper: Vec<Option<EntityId>>,
    consignee: Vec<Option<EntityId>>,
}

/// The firms as they stand in the folder: owners, list hits and headquarters.
pub(super) fn firms(folder: &Path) -> Result<Firms, Failed> {
    let reader = Reader::open(&table::ENTITIES, folder).or_exit(Exit::Input)?;
    let frame = reader
        .columns(&["id", "name", "headquarters", "attributes"])
        .or_exit(Exit::Input)?;
    let ids = frame.texts("id").map(Option::unwrap_or_default);
    let row_of: FxHashMap<&str, usize> = ids.enumerate().map(|(row, id)| (id, row)).collect();
    let code = |text: &Option<String>| text.as_deref().and_then(Country::from_code);
    let mut firms = Firms {
        entities: Entities::new(),
        names: Vec::new(),
    };
    for row in 0..frame.len() {
        let details: Details = serde_json::from_str(frame.text("attributes", row).unwrap_or("{}"))
            .or_exit(Exit::Input)?;
        let owners = details.owners.into_iter().map(|owner| Owner {
            entity: (owner.entity_id.as_deref())
                .and_then(|id| row_of.get(id).copied())
                .map(EntityId::new),
            country: code(&owner.country),
            name: owner.name,
            share_pct: owner.share_pct,
            controls: owner.controls,
            listed: owner.listed,
            via: owner.via,
            from: owner.from,
            to: owner.to,
        });
        firms.entities.push(Entity {
            key: EntityKey(row as u64),
            name: TextId::NONE,
            parties: Box::default(),
            countries: Box::default(),
            country: None,
            attributes: details.register.map(Box::new),
            owners: owners.collect(),
            listed: details.listed,
            headquarters: frame.text("headquarters", row).and_then(Country::from_code),
            address_marks: Box::default(),
        });
        firms
            .names
            .push(frame.text("name", row).unwrap_or_default().to_owned());
    }
    Ok(firms)
}

/// The shipments as they stand in the folder. Their goods are recognised again: what a machine holds and whose goods
/// they are decides a status and is no column of the table.
pub(super) fn rows(folder: &Path, items: &Items) -> Result<Recognised, Failed> {
    let reader = Reader::open(&table::SHIPMENTS, folder).or_exit(Exit::Input)?;
    let columns = [
        "record_id",
        "date",
        "shipper_country",
        "consignee_country",
        "origin_country",
        "export_country",
        "destination_country",
        "hs_code",
        "description",
        "brand",
        "quantity",
        "quantity_unit",
        "gross_weight",
        "net_weight",
        "item_id",
        "units",
        "shipper_entity_row",
        "consignee_entity_row",
    ];
    let frame = reader.columns(&columns).or_exit(Exit::Input)?;
    let mut s = Shipments::default();
    for row in 0..frame.len() {
        let text = |column: &str| frame.text(column, row).unwrap_or_default();
        let country = |column: &str| frame.text(column, row).and_then(Country::from_code);
        let id = text("item_id");
        if !id.is_empty() && catalogue::by_id(items, id).is_none() {
            return Err(usage(format!(
                "the run has the item {}, which this version does not know; scan again",
                id.escape_debug()
            )));
        }
        let Some(day) = frame.day("date", row) else {
            return Err(usage(format!(
                "the run has a shipment without a day, {}",
                text("record_id")
            )));
        };
        s.day.push(day);
        for (column, cells) in [
            ("record_id", &mut s.record_id),
            ("hs_code", &mut s.hs_code),
            ("description", &mut s.description),
            ("brand", &mut s.brand),
            ("quantity_unit", &mut s.quantity_unit),
        ] {
            cells.push(s.text.intern(text(column)));
        }
        for (column, cells) in [
            ("quantity", &mut s.quantity),
            ("gross_weight", &mut s.gross_weight_kg),
            ("net_weight", &mut s.net_weight_kg),
        ] {
            cells.push(Measure::from(frame.number(column, row)));
        }
        s.origin_country.push(country("origin_country"));
        s.export_country.push(country("export_country"));
        s.destination_country.push(country("destination_country"));
    }
    let each = |column: &'static str| -> Vec<Option<Country>> {
        let cells = frame.texts(column);
        cells
            .map(|text| text.and_then(Country::from_code))
            .collect()
    };
    let firm = |column: &'static str| -> Vec<Option<EntityId>> {
        let row_of = |row| usize::try_from(frame.whole(column, row)?).ok();
        (0..frame.len())
            .map(|row| row_of(row).map(EntityId::new))
            .collect()
    };
    Ok(Recognised {
        goods: recognise_all(&s, items, &Recogniser::new(items)),
        units: (0..frame.len())
            .map(|row| Measure::from(frame.number("units", row)))
            .collect(),
        shipper_country: each("shipper_country"),
        consignee_country: each("consignee_country"),
        shipper: firm("shipper_entity_row"),
        consignee: firm("consignee_entity_row"),
        shipments: s,
    })
}

impl Recognised {
    /// What the rules are asked about: the accelerators in a machine, else the goods themselves.
    pub(super) fn item(&self, row: usize) -> Option<ItemId> {
        self.goods.inside[row].or(self.goods.item[row])
    }

    pub(super) fn destination(&self, row: usize) -> Option<Country> {
        self.shipments.destination_country[row].or(self.consignee_country[row])
    }

    /// As the scan asks of the shipment.
    pub(super) fn question<'a>(
        &self,
        row: usize,
        items: &'a Items,
        firms: &'a Firms,
        regimes: &Regimes,
    ) -> Option<Move<'a>> {
        let day = self.shipments.day[row];
        let name = |firm: Option<EntityId>| firms.names.get(firm?.index()).map(String::as_str);
        let receiver = self.consignee[row].filter(|firm| firms.entities.get(*firm).is_some());
        let mut question = Question {
            origin: self.shipments.export_country[row].or(self.shipper_country[row]),
            maker: self.goods.maker[row],
            exporter: name(self.shipper[row]),
            recipient: name(receiver),
            units: self.units[row],
            ..Question::new(&items[self.item(row)?], self.destination(row)?, day)
        };
        if let Some(receiver) = receiver {
            pipeline::status::ask_of(&mut question, receiver, &firms.entities, regimes);
        }
        Some(Move {
            question,
            group: receiver.map(|firm| group_among(&firms.entities, firm, day)),
            recipient: receiver.map(|firm| firm.index() as u64),
        })
    }
}
