//! Parties with their names and addresses normalised.

use super::address::Address;
use super::lexicon::Lexicon;
use super::names::Names;
use super::near::read_all;
use crate::model::{Country, PartyId, Shipments, TextId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// A party as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Index into [`Records::names`].
    pub name: u32,
    /// Index into [`Records::addresses`], the first being "unknown".
    pub address: u32,
    /// Its country.
    pub country: Option<Country>,
    /// Its registration number as written.
    pub registration_id: TextId,
}

/// All parties of a run, ready to be compared.
pub struct Records {
    /// One a party, in order of [`PartyId`].
    pub parties: Vec<Record>,
    /// Their distinct names.
    pub names: Names,
    /// Their distinct addresses; the first is the unknown one.
    pub addresses: Vec<Address>,
    /// Hash of the [`Address::key`] of each address.
    pub address_keys: Vec<Option<u64>>,
    /// The addresses as written; the first is missing.
    pub written: Vec<TextId>,
}

impl Records {
    /// Normalises every distinct name and address once.
    pub fn read(shipments: &Shipments, lexicon: &Lexicon) -> Self {
        let mut name_of: FxHashMap<TextId, u32> = FxHashMap::default();
        let mut address_of: FxHashMap<TextId, u32> = FxHashMap::default();
        let mut raw = Vec::new();
        let mut written = vec![TextId::NONE];
        address_of.insert(TextId::NONE, 0);
        let mut parties: Vec<Record> = shipments
            .parties
            .iter()
            .map(|party| Record {
                name: *name_of.entry(party.name).or_insert_with(|| {
                    raw.push(party.name);
                    (raw.len() - 1) as u32
                }),
                address: *address_of.entry(party.address).or_insert_with(|| {
                    written.push(party.address);
                    (written.len() - 1) as u32
                }),
                country: party.country,
                registration_id: party.registration_id,
            })
            .collect();
        drop((name_of, address_of));
        let read_addresses = || {
            let read = |&text: &TextId| {
                let address = Address::read(shipments.text.get(text), lexicon);
                let key = address.key_hash();
                (address, key)
            };
            read_all(&written, &shipments.text, |&text| [text], read).unzip()
        };
        let ((addresses, address_keys), mut names) = rayon::join(read_addresses, || {
            Names::read(raw, &shipments.text, lexicon)
        });
        let mut borne = vec![0u32; names.len()];
        for party in &parties {
            borne[party.name as usize] += 1;
        }
        let respaced = names.respaced(|name| borne[name as usize], &shipments.text);
        if !respaced.is_empty() {
            for party in &mut parties {
                if let Ok(at) = respaced.binary_search_by_key(&party.name, |&(name, _)| name) {
                    party.name = respaced[at].1;
                }
            }
        }
        Self {
            parties,
            names,
            addresses,
            address_keys,
            written,
        }
    }

    /// The [`Address::key_hash`] of a party's address.
    pub fn address_key(&self, party: PartyId) -> Option<u64> {
        self.address_keys[self.parties[party.index()].address as usize]
    }
}
