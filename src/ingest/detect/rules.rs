//! Concepts of a header to a canonical column.

use super::words::Reading;
use crate::ingest::column::Column;
use crate::ingest::layout::Side;

/// What a header's words say: the column, and how far they settle it, 0 to 1.
pub fn by_name(reading: &Reading, side: Side) -> Option<(Column, f64)> {
    let has = |concept: &str| reading.concepts.iter().any(|c| c == concept);
    let any = |list: &[&str]| list.iter().any(|c| has(c));
    let (column, confidence) = decide(&has, &any, reading, side)?;
    // Each word that nothing explains, and each that had to be guessed, takes away a little.
    let doubt = 0.07 * reading.unknown as f64 + 0.04 * reading.guessed as f64;
    Some((column, (confidence - doubt.min(0.3)).max(0.2)))
}

fn decide(
    has: &dyn Fn(&str) -> bool,
    any: &dyn Fn(&[&str]) -> bool,
    reading: &Reading,
    side: Side,
) -> Option<(Column, f64)> {
    use Column as C;
    if any(&["phone", "exchange", "freight"]) {
        return None;
    }
    if has("noise") && !any(&["date", "address"]) {
        return None;
    }
    let party = any(&["shipper", "consignee", "notify", "forwarder"]);
    if has("currency") {
        return Some((C::Currency, 0.95));
    }
    if has("incoterm") {
        return Some((C::Incoterm, 0.95));
    }
    if party && !any(&["date", "value", "weight", "qty", "price", "port"]) {
        return by_party(has, any);
    }
    if has("address") && any(&["export", "import"]) {
        return Some((
            if has("export") {
                C::ShipperAddress
            } else {
                C::ConsigneeAddress
            },
            0.75,
        ));
    }
    if any(&["tax"]) && !any(&["id", "code"]) {
        return None;
    }
    if has("date") || (has("month") && has("year")) {
        return match () {
            () if any(&["manifest", "invoice", "noise"]) => None,
            () if has("bill") || (has("transport") && has("record")) => None,
            () if any(&[
                "arrival",
                "departure",
                "export",
                "import",
                "record",
                "lading",
                "unlading",
                "customs",
                "delivery",
            ]) =>
            {
                Some((C::Date, 0.95))
            }
            () if has("date") => Some((C::Date, 0.9)),
            () => Some((C::Date, 0.7)),
        };
    }
    if has("origin") && !any(&["port", "place", "lading", "desc", "qty", "country"]) {
        return Some((
            if has("record") {
                C::ExportCountry
            } else {
                C::OriginCountry
            },
            0.6,
        ));
    }
    if has("country") && !any(&["carrier", "vessel", "firm"]) {
        return by_country(has, any, reading, side);
    }
    if has("hs") && !any(&["value", "weight", "qty"]) {
        let part = reading
            .numbers
            .iter()
            .any(|n| matches!(n.as_str(), "2" | "4"));
        return match () {
            () if part => None,
            () if any(&["desc", "name"]) && !has("code") => Some((C::Description, 0.45)),
            () if has("desc") && !any(&["id"]) && description_of_code(reading) => None,
            () => Some((C::HsCode, 0.95)),
        };
    }
    if has("code") && has("desc") && !any(&["type", "office", "package", "container", "value"]) {
        return Some((C::HsCode, 0.7));
    }
    if has("container") && !any(&["type", "size", "desc", "qty", "package", "weight"]) {
        return Some((C::Container, if any(&["id", "code"]) { 0.95 } else { 0.75 }));
    }
    if any(&["container", "package", "size"]) && !any(&["weight", "desc", "value"]) {
        return None;
    }
    if has("bill") {
        return match () {
            () if any(&["type", "date"]) => None,
            () if has("master") => Some((C::MasterBill, 0.95)),
            () => Some((
                C::BillOfLading,
                if has("house") || any(&["id", "lading"]) {
                    0.95
                } else {
                    0.8
                },
            )),
        };
    }
    if has("price") || (has("value") && has("per")) || (has("usd") && has("per")) {
        return match () {
            () if has("total") => Some((C::Value, 0.85)),
            () if any(&["tax"]) => None,
            () => Some((C::UnitPrice, 0.85)),
        };
    }
    if has("unit") {
        return match () {
            () if has("weight") => Some((C::WeightUnit, 0.9)),
            () if has("value") => Some((C::UnitPrice, 0.8)),
            () if !reading.numbers.is_empty() => None,
            () => Some((
                C::QuantityUnit,
                if any(&["qty", "manifest"]) {
                    0.95
                } else {
                    0.85
                },
            )),
        };
    }
    if has("weight") && !has("value") {
        return match () {
            () if has("net") => Some((C::NetWeight, 0.95)),
            () => Some((C::GrossWeight, if has("gross") { 0.95 } else { 0.85 })),
        };
    }
    if has("value")
        || (has("usd") && any(&["total", "statistical"]))
        || (has("total") && has("money"))
    {
        return match () {
            () if any(&["tax", "place", "type"]) => None,
            () if !reading.numbers.is_empty() => Some((C::Value, 0.4)),
            () if has("qty") => Some((C::Quantity, 0.6)),
            () if has("invoice") => Some((C::Value, 0.8)),
            () => Some((C::Value, if has("usd") { 0.95 } else { 0.85 })),
        };
    }
    if has("qty") {
        return match () {
            () if any(&["type", "desc"]) && !any(&["total"]) && has("package") => None,
            () if !reading.numbers.is_empty() => None,
            () => Some((C::Quantity, 0.9)),
        };
    }
    if has("brand") {
        return Some((C::Brand, 0.85));
    }
    if has("vessel") && !any(&["type"]) {
        return Some((C::Vessel, if has("voyage") { 0.5 } else { 0.85 })).map(|(c, p)| {
            if has("voyage") {
                (C::Voyage, 0.8)
            } else {
                (c, p)
            }
        });
    }
    if has("voyage") {
        return Some((C::Voyage, 0.9));
    }
    if any(&["port", "lading", "unlading"]) && !has("office") {
        return by_port(has, any, side);
    }
    if has("place") || has("delivery") || has("dest") {
        return match () {
            () if any(&["receipt", "lading", "origin"]) => Some((C::PlaceReceipt, 0.8)),
            () if any(&["dest", "delivery"]) => Some((C::FinalDestination, 0.8)),
            () => None,
        };
    }
    if has("carrier") || (has("transport") && has("firm")) {
        return Some((C::Carrier, 0.85));
    }
    if has("transport") || (has("mode") && !any(&["desc"])) {
        return Some((
            C::TransportMode,
            if any(&["mode", "type"]) { 0.9 } else { 0.6 },
        ));
    }
    if has("desc") {
        return match () {
            () if any(&["type", "status", "size", "manifest", "office"]) => None,
            () if any(&["id"]) => None,
            () => Some((C::Description, 0.88)),
        };
    }
    if has("record") && any(&["id", "code"]) || reading.concepts == ["id"] {
        return Some((C::RecordId, if has("record") { 0.85 } else { 0.5 }));
    }
    if reading.concepts == ["address"] || reading.concepts == ["name"] {
        return None;
    }
    None
}

/// `HS code description`: the words of the tariff, not of the goods.
fn description_of_code(reading: &Reading) -> bool {
    let place = |concept: &str| reading.concepts.iter().position(|c| c == concept);
    place("desc") > place("hs") && place("desc") > place("code")
}

fn by_party(has: &dyn Fn(&str) -> bool, any: &dyn Fn(&[&str]) -> bool) -> Option<(Column, f64)> {
    use Column as C;
    if any(&["noise", "brand", "firm"]) && !has("name") && !has("address") {
        return None;
    }
    // A party of one side named with a word of the other is a phrase of its own (`Importer of exporter`).
    let both = has("shipper") && has("consignee");
    let (name, address, country, id) = if has("notify") {
        (Some(C::NotifyName), None, None, None)
    } else if has("forwarder") && !any(&["shipper", "consignee"]) {
        (Some(C::ForwarderName), None, None, None)
    } else if has("shipper") {
        (
            Some(C::ShipperName),
            Some(C::ShipperAddress),
            Some(C::ShipperCountry),
            Some(C::ShipperId),
        )
    } else {
        (
            Some(C::ConsigneeName),
            Some(C::ConsigneeAddress),
            Some(C::ConsigneeCountry),
            Some(C::ConsigneeId),
        )
    };
    let column = if has("country") {
        country
    } else if has("address") {
        address
    } else if has("name") {
        name
    } else if any(&["id", "code", "tax"]) {
        id
    } else if any(&["type", "carrier", "package"]) {
        None
    } else {
        name
    };
    column.map(|c| (c, if both { 0.5 } else { 0.93 }))
}

fn by_country(
    has: &dyn Fn(&str) -> bool,
    any: &dyn Fn(&[&str]) -> bool,
    reading: &Reading,
    side: Side,
) -> Option<(Column, f64)> {
    use Column as C;
    if has("port") || has("lading") || has("unlading") {
        let out = any(&["unlading", "dest", "arrival", "import"]);
        return Some((
            if out {
                C::DestinationCountry
            } else {
                C::ExportCountry
            },
            0.9,
        ));
    }
    if any(&["dest", "import"]) && !has("origin") {
        return Some((C::DestinationCountry, 0.93));
    }
    if has("origin") {
        return Some((C::OriginCountry, 0.95));
    }
    if any(&["export", "departure", "purchase", "from"]) {
        return Some((C::ExportCountry, 0.9));
    }
    // Customs declarations of goods moved from one place to another: the shipment's country is where it left.
    if has("record") {
        return Some((C::ExportCountry, 0.7));
    }
    if has("trade") {
        return Some((
            if side == Side::Export {
                C::ConsigneeCountry
            } else {
                C::ShipperCountry
            },
            0.75,
        ));
    }
    if has("code") && (!reading.numbers.is_empty() || reading.concepts.len() > 2) {
        return None;
    }
    match side {
        Side::Export => Some((C::DestinationCountry, 0.65)),
        Side::Import => Some((C::OriginCountry, 0.65)),
        Side::Both => Some((C::OriginCountry, 0.45)),
    }
}

fn by_port(
    has: &dyn Fn(&str) -> bool,
    any: &dyn Fn(&[&str]) -> bool,
    side: Side,
) -> Option<(Column, f64)> {
    use Column as C;
    let out = any(&["unlading", "dest", "arrival", "import", "delivery"]);
    let into = any(&["lading", "origin", "departure", "export", "from"]);
    match (into, out) {
        (true, false) => Some((C::PortLading, 0.9)),
        (false, true) => Some((C::PortUnlading, 0.9)),
        (true, true) => Some((C::PortUnlading, 0.6)),
        (false, false) if has("foreign") => Some((
            if side == Side::Export {
                C::PortUnlading
            } else {
                C::PortLading
            },
            0.7,
        )),
        (false, false) => Some((
            if side == Side::Export {
                C::PortLading
            } else {
                C::PortUnlading
            },
            0.5,
        )),
    }
}

/// Imports or exports, by which words the headers use.
pub fn side_of(readings: &[Reading]) -> Side {
    let count = |words: &[&str]| {
        readings
            .iter()
            .filter(|r| r.concepts.iter().any(|c| words.contains(&c.as_str())))
            .count()
    };
    let own = |party: &str, detail: &[&str]| {
        readings
            .iter()
            .filter(|r| {
                r.concepts.iter().any(|c| c == party)
                    && r.concepts.iter().any(|c| detail.contains(&c.as_str()))
            })
            .count()
    };
    // The party whose numbers are stated is at home in the country that keeps the file.
    let exports = count(&["export", "fobword"]) + 2 * own("shipper", &["id", "code"]);
    let imports = count(&["import", "arrival", "cifword"]) + 2 * own("consignee", &["id", "code"]);
    match exports.cmp(&imports) {
        std::cmp::Ordering::Greater => Side::Export,
        std::cmp::Ordering::Less => Side::Import,
        std::cmp::Ordering::Equal => Side::Both,
    }
}
