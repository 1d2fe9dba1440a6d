//! What is known of firms beside their shipments: party, ownership and watch-list tables.

use super::country::Country;
use super::source::{RejectedRow, SourceFile};
use super::time::Day;
use super::unit::Measure;
use serde::{Deserialize, Serialize};

/// A row of a party table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartyRecord {
    /// Name as written; never empty.
    pub name: String,
    /// Where it is.
    pub country: Option<Country>,
    /// Postal address.
    pub address: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Web site.
    pub website: Option<String>,
    /// Director, officer or agent, where the table has them ('|'-separated).
    pub director: Option<String>,
    /// Day of incorporation.
    pub incorporation_date: Option<Day>,
    /// What it does, as written.
    pub business_line: Option<String>,
    /// Registration or tax number.
    pub registration_id: Option<String>,
    /// Number of employees.
    pub employees: Measure,
    /// Power of its data centres in megawatts.
    pub data_centre_mw: Measure,
    /// Country of its headquarters.
    pub hq_country: Option<Country>,
}

/// A row of an ownership table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnershipRecord {
    /// Who owns.
    pub owner_name: String,
    /// Where the owner is.
    pub owner_country: Option<Country>,
    /// What is owned.
    pub owned_name: String,
    /// Where the owned firm is.
    pub owned_country: Option<Country>,
    /// Share in percent, 0 to 100; unknown where only the fact of ownership is known.
    pub share_pct: Measure,
    /// First day; unknown means always.
    pub from: Option<Day>,
    /// Last day; unknown means still.
    pub to: Option<Day>,
    /// Kind of holding as written (shares, votes, branch).
    pub kind: Option<String>,
}

/// An entry of a watch list. An entry may have an address and no name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WatchEntry {
    /// The list's own id of the entry, if it has one.
    pub id: Option<String>,
    /// Name of the list.
    pub list: String,
    /// Listed name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Countries of the entry.
    pub countries: Vec<Country>,
    /// Addresses.
    pub addresses: Vec<String>,
    /// Programme or reason.
    pub program: Option<String>,
    /// First day on the list; unknown means always.
    pub from: Option<Day>,
    /// Last day; unknown means still.
    pub to: Option<Day>,
}

/// All registers of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Registers {
    /// Party rows, sorted by (name, country, address).
    pub parties: Vec<PartyRecord>,
    /// Ownership rows, sorted by (owner, owned, from).
    pub ownership: Vec<OwnershipRecord>,
    /// Watch-list entries, sorted by (list, name, id).
    pub watchlist: Vec<WatchEntry>,
    /// The files they came from.
    pub files: Vec<SourceFile>,
    /// Rows that could not be used; `file` indexes `files` here.
    pub rejected: Vec<RejectedRow>,
}
