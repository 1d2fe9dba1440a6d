//! A shipment record and how it is written.

use crate::model::time::Day;
use std::borrow::Cow;
use std::fmt::Write;

/// Text that is mostly a literal.
pub type Text = Cow<'static, str>;

/// A party as written on a record.
#[derive(Clone, Debug, Default)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Country code.
    pub country: &'static str,
    /// Party id; "" if the record has none.
    pub id: String,
    /// The firm's key, and the form in which it is written. Truth, not written.
    pub truth: (u64, u8),
}

/// A shipment record: the canonical columns, "" or `None` where nothing is stated.
#[derive(Clone, Debug)]
pub struct Row {
    pub day: Day,
    pub shipper: Party,
    pub consignee: Party,
    pub notify: String,
    pub forwarder: String,
    pub carrier: Text,
    pub mode: &'static str,
    pub vessel: String,
    pub voyage: String,
    pub bill: String,
    pub master: String,
    pub container: String,
    pub origin: &'static str,
    pub export: &'static str,
    pub destination: &'static str,
    pub lading: Text,
    pub unlading: Text,
    pub receipt: Text,
    pub final_destination: Text,
    pub hs: String,
    pub text: String,
    pub quantity: Option<f64>,
    pub unit: &'static str,
    pub gross: Option<f64>,
    pub net: Option<f64>,
    pub value: Option<f64>,
    pub currency: &'static str,
    pub incoterm: &'static str,
    pub brand: Text,
    /// What it really is. Not written into the shipments.
    pub truth: Option<RowTruth>,
    /// Shown as an ordinary record even if the source drops records at random.
    pub always_seen: bool,
}

/// What a record of a scheme really is.
#[derive(Clone, Debug, PartialEq)]
pub struct RowTruth {
    /// `supply` (into the first hand of the scheme), `onward` or `final`.
    pub role: &'static str,
    /// Number of the leg, from 1.
    pub leg: u8,
    /// What really moves: family of the accelerator or the listed code.
    pub item: &'static str,
    /// How many of it.
    pub units: f64,
}

/// Header of the shipments table.
pub const SHIPMENTS: &str = "record_id,date,shipper_name,shipper_address,shipper_country,shipper_id,consignee_name,consignee_address,consignee_country,consignee_id,notify_name,forwarder_name,carrier,transport_mode,vessel,voyage,bill_of_lading,master_bill,container,origin_country,export_country,destination_country,port_lading,port_unlading,place_receipt,final_destination,hs_code,description,quantity,quantity_unit,gross_weight,net_weight,weight_unit,value,currency,unit_price,incoterm,brand\n";
/// Header of the table of parties.
pub const PARTIES: &str = "name,country,address,phone,email,website,incorporation_date,business_line,registration_id,employees,data_centre_mw,hq_country\n";
/// Header of the table of owners.
pub const OWNERSHIP: &str =
    "owner_name,owner_country,owned_name,owned_country,share_pct,from,to,kind\n";
/// Header of the watch list.
pub const WATCHLIST: &str = "list,name,aliases,country,address,program,from,to\n";
/// Header of the truth of records.
pub const TRUTH: &str = "record_id,scheme,typology,role,leg,item,units,same_as\n";
/// Header of the truth of look-alikes.
pub const LOOKALIKES: &str = "record_id,lookalike,story\n";
/// Header of the truth of doubles.
pub const DUPLICATES: &str = "record_id,same_as,kind\n";
/// Header of the truth of parties.
pub const TRUTH_PARTIES: &str = "name,address,country,entity\n";
/// Header of the truth of entities.
pub const TRUTH_ENTITIES: &str = "entity,role,scheme\n";

/// Appends a cell and a comma, quoted where CSV needs it.
pub fn cell(out: &mut String, text: &str) {
    quoted(out, text);
    out.push(',');
}

/// Appends the last cell of a line.
pub fn last(out: &mut String, text: &str) {
    quoted(out, text);
    out.push('\n');
}

fn quoted(out: &mut String, text: &str) {
    if text
        .bytes()
        .any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r'))
    {
        out.push('"');
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(text);
    }
}

fn number(out: &mut String, value: Option<f64>, decimals: usize) {
    if let Some(value) = value {
        // Writing to a String cannot fail.
        let _ = if value.fract() == 0.0 {
            write!(out, "{value:.0}")
        } else {
            write!(out, "{value:.decimals$}")
        };
    }
    out.push(',');
}

impl Row {
    /// Appends the record under an id.
    pub fn write(&self, out: &mut String, id: &str) {
        cell(out, id);
        let _ = write!(out, "{},", self.day);
        for party in [&self.shipper, &self.consignee] {
            cell(out, &party.name);
            cell(out, &party.address);
            cell(out, party.country);
            cell(out, &party.id);
        }
        cell(out, &self.notify);
        cell(out, &self.forwarder);
        cell(out, &self.carrier);
        cell(out, self.mode);
        cell(out, &self.vessel);
        cell(out, &self.voyage);
        cell(out, &self.bill);
        cell(out, &self.master);
        cell(out, &self.container);
        cell(out, self.origin);
        cell(out, self.export);
        cell(out, self.destination);
        cell(out, &self.lading);
        cell(out, &self.unlading);
        cell(out, &self.receipt);
        cell(out, &self.final_destination);
        cell(out, &self.hs);
        cell(out, &self.text);
        number(out, self.quantity, 1);
        cell(
            out,
            if self.quantity.is_some() {
                self.unit
            } else {
                ""
            },
        );
        number(out, self.gross, 1);
        number(out, self.net, 2);
        cell(
            out,
            if self.gross.is_some() || self.net.is_some() {
                "KG"
            } else {
                ""
            },
        );
        number(out, self.value, 2);
        cell(
            out,
            if self.value.is_some() {
                self.currency
            } else {
                ""
            },
        );
        let price = match (self.value, self.quantity) {
            (Some(value), Some(quantity)) if quantity > 0.0 && self.unit != "KG" => {
                Some(value / quantity)
            }
            _ => None,
        };
        number(out, price, 2);
        cell(out, self.incoterm);
        last(out, &self.brand);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = String::new();
        cell(&mut out, "a \"b\", c");
        last(&mut out, "plain");
        assert_eq!(out, "\"a \"\"b\"\", c\",plain\n");
    }

    #[test]
    fn the_header_has_the_canonical_columns() {
        assert_eq!(SHIPMENTS.split(',').count(), 38);
    }
}
