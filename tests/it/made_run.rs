//! A run made by hand, of any size, with names as hostile as they come. Shared with the benches.

use tidewaiter::model::*;

/// Names that try to be a formula, markup, an escape sequence, and text that runs backwards.
pub const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://example.invalid\",\"Orchid\")",
    "<script>document.title='run'</script><img src=x onerror=alert(1)>",
    "Palm \u{1b}[2J\u{1b}]0;owned\u{7}Example",
    "Tide \u{202e}gnidarT elpmaxE\u{202c} Ltd",
    "\"]; evil -> node [label=\"x",
    "| a | b |\n# heading `code` [x](javascript:alert(1))",
    "]]></data><node id=\"evil\"/>&amp;&lt;",
    "Lone \u{2028}Separator\u{85}, Ltd \u{0}",
];

/// A generator of numbers that needs no crate (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// A run of `rows` shipments among about `rows / 10` firms, with `alerts` alerts.
pub fn run(rows: usize, alerts: usize) -> Run {
    let mut dice = Dice(7);
    let mut s = Shipments::default();
    let firms = (rows / 10).max(12);
    let countries = ["TW", "MY", "SG", "CN", "US", "AE", "TR"].map(Country::known);
    for i in 0..firms {
        let name = match HOSTILE.get(i) {
            Some(name) => (*name).to_owned(),
            None => format!(
                "Orchid {} Example Trading {i}",
                ["North", "East", "Palm"][i % 3]
            ),
        };
        let address = format!("{} Invented Road, Exampletown", i % 977);
        s.add_party(&name, &address, Some(countries[i % countries.len()]));
    }
    // Firm 9 is written in a second way.
    let second = s.text.intern("ORCHID NORTH EXAMPLE TRADING CO., LTD. 9");
    let twin = s.parties.push(Party {
        name: second,
        ..s.parties[PartyId::new(9)]
    });

    s.files = vec![SourceFile {
        path: "made/shipments.csv".into(),
        table: "shipments".into(),
        format: "csv".into(),
        rows_read: rows as u64 + 2,
        rows_used: rows as u64,
        rows_merged: 1,
        rows_rejected: 1,
        ..SourceFile::default()
    }];
    let words = [
        "GPU SERVER 8X",
        "COMPUTER PARTS",
        "COTTON SHIRTS",
        "PUMP H100",
        "STEEL PIPE",
    ];
    let carrier: Vec<TextId> = (0..40)
        .map(|i| s.text.intern(&format!("Carrier {i}")))
        .collect();
    let vessel: Vec<TextId> = (0..900)
        .map(|i| s.text.intern(&format!("MV Example {i}")))
        .collect();
    let port: Vec<TextId> = (0..200)
        .map(|i| s.text.intern(&format!("PORT {i}")))
        .collect();
    let hs: Vec<TextId> = (0..300)
        .map(|i| s.text.intern(&format!("84{:04}", 7150 + i)))
        .collect();
    let description: Vec<TextId> = (0..5000)
        .map(|i| {
            s.text.intern(&format!(
                "{} LOT {i} AS PER INVOICE",
                words[i % words.len()]
            ))
        })
        .collect();
    let (pcs, usd) = (s.text.intern("PCS"), s.text.intern("USD"));
    let start = Day::from_ymd(2024, 1, 1).expect("a day");
    let mut goods = Goods {
        reasons: vec![String::new(), "model name".into()],
        ..Goods::default()
    };
    let mut status = Vec::new();
    for row in 0..rows {
        let record = s.text.push(&format!("R{row:09}"));
        s.record_id.push(record);
        s.source.push(SourceRow {
            file: 0,
            line: row as u32 + 2,
        });
        s.day.push(start.plus((row * 700 / rows) as i32));
        let shipper = dice.below(firms);
        let consignee = (shipper + 1 + dice.below(firms - 1)) % firms;
        s.shipper.push(Some(PartyId::new(shipper)));
        s.consignee.push(Some(PartyId::new(consignee)));
        let bill = s
            .text
            .push(&format!("BL{:010}", dice.next() % 10_000_000_000));
        s.bill_of_lading.push(bill);
        s.carrier.push(carrier[dice.below(carrier.len())]);
        s.vessel.push(vessel[dice.below(vessel.len())]);
        s.port_lading.push(port[dice.below(port.len())]);
        s.port_unlading.push(port[dice.below(port.len())]);
        s.hs_code.push(hs[dice.below(hs.len())]);
        s.description
            .push(description[dice.below(description.len())]);
        let quantity = 1.0 + dice.below(40) as f64;
        s.quantity.push(Measure::new(quantity));
        s.quantity_unit.push(pcs);
        s.gross_weight_kg.push(Measure::new(quantity * 130.0));
        s.value.push(Measure::new((quantity * 21_000.0).round()));
        s.value_usd
            .push(Measure::new((quantity * 21_000.0).round()));
        s.currency.push(usd);
        s.origin_country
            .push(Some(countries[dice.below(countries.len())]));
        s.destination_country
            .push(s.parties[PartyId::new(consignee)].country);
        for column in [
            &mut s.notify_name,
            &mut s.forwarder_name,
            &mut s.transport_mode,
            &mut s.voyage,
            &mut s.master_bill,
            &mut s.container,
            &mut s.place_receipt,
            &mut s.final_destination,
            &mut s.incoterm,
            &mut s.brand,
        ] {
            column.push(TextId::NONE);
        }
        s.export_country.push(None);
        s.net_weight_kg.push(Measure::UNKNOWN);
        s.unit_price.push(Measure::UNKNOWN);
        let is_item = row % 50 == 0 || row < 12;
        goods.item.push(is_item.then(|| ItemId::new(0)));
        goods.confidence.push(if is_item { 0.9 } else { 0.0 });
        goods.units.push(if is_item {
            Measure::new(quantity)
        } else {
            Measure::UNKNOWN
        });
        goods.tpp.push(if is_item {
            Measure::new(quantity * 15_824.0)
        } else {
            Measure::UNKNOWN
        });
        goods.wording.push(Wording::Specific);
        goods.why.push(u32::from(is_item));
        status.push(u8::from(is_item));
    }
    let twin_record = s.text.push("R-twin|with bar");
    s.merged.push(MergedRecord {
        into: ShipmentId::new(1),
        record_id: twin_record,
        source: SourceRow {
            file: 0,
            line: rows as u32 + 3,
        },
        reason: "exact duplicate",
    });
    let written = s.text.push("1.234,50");
    s.originals.push(Original {
        shipment: ShipmentId::new(1),
        column: "value",
        text: written,
    });

    // One entity a firm; the keys are hashes, so the order of entities is not that of firms.
    let mut keys: Vec<(u64, usize)> = (0..firms).map(|i| (Dice(i as u64).next(), i)).collect();
    keys.sort_unstable();
    let mut entity_of = vec![EntityId::new(0); firms + 1];
    for (at, &(_, firm)) in keys.iter().enumerate() {
        entity_of[firm] = EntityId::new(at);
    }
    entity_of[twin.index()] = entity_of[9];
    let entities: Entities = keys
        .iter()
        .map(|&(key, firm)| {
            let party = PartyId::new(firm);
            let mut parties = vec![party];
            if firm == 9 {
                parties.push(twin);
            }
            let country = s.parties[party].country;
            Entity {
                key: EntityKey(key),
                name: s.parties[party].name,
                parties: parties.into(),
                countries: country.into_iter().collect(),
                country,
                attributes: (firm < 20).then(|| {
                    Box::new(Attributes {
                        phones: vec!["+00 0000 0000".into()],
                        incorporated: Day::from_ymd(2023, 5, 1),
                        ..Attributes::default()
                    })
                }),
                owners: if firm == 9 {
                    vec![Owner {
                        entity: None,
                        name: HOSTILE[1].into(),
                        country: Some(Country::known("CN")),
                        share_pct: Measure::new(60.0),
                        controls: true,
                        listed: false,
                        via: vec!["Holding Example".into()],
                        from: None,
                        to: None,
                    }]
                } else {
                    Vec::new()
                },
                listed: Vec::new(),
                headquarters: (firm == 9).then(|| Country::known("CN")),
                address_marks: Box::default(),
            }
        })
        .collect();
    let roles = entities
        .iter()
        .map(|_| RoleScores {
            scores: [0.7, 0.2, 0.1, 0.0, 0.3, 0.0].map(Measure::new),
            reasons: vec![(Role::Shell, "one supplier, one customer".into())],
        })
        .collect();
    let links: IdVec<LinkId, Link> = vec![Link {
        a: entity_of[10].min(entity_of[11]),
        b: entity_of[10].max(entity_of[11]),
        kind: LinkKind::Phone,
        strength: 0.8,
        share_pct: Measure::UNKNOWN,
        seen: "+00 0000 0000".into(),
        from: None,
        to: None,
    }]
    .into();
    let mut merges = Merges::default();
    let reasons = merges.reasons(std::iter::once(MergePart {
        field: "name",
        seen: "the same words",
        log_odds: 7.5,
    }));
    merges.push(PartyId::new(9), twin, 7.5, reasons, None);

    let mut made = Vec::new();
    for n in 0..alerts.min(rows / 12) {
        // Chains of firms that did ship: two shipments, then one, then a handover over the phone link.
        let at = if n == 0 {
            0
        } else {
            n * (rows / alerts.max(1)).max(12) % (rows - 8)
        };
        let party = |p: Option<PartyId>| entity_of[p.expect("stated").index()];
        let mut chain = if n == 0 {
            vec![entity_of[0], entity_of[1], entity_of[10], entity_of[11]]
        } else {
            vec![
                party(s.shipper[at]),
                party(s.consignee[at]),
                party(s.consignee[at + 3]),
            ]
        };
        if n == 0 {
            for (row, from, to) in [(0, 0, 1), (1, 0, 1), (3, 1, 10)] {
                s.shipper[row] = Some(PartyId::new(from));
                s.consignee[row] = Some(PartyId::new(to));
            }
        }
        let mut seen = Vec::new();
        chain.retain(|id| {
            let new = !seen.contains(id);
            seen.push(*id);
            new
        });
        let id = |offset: usize| ShipmentId::new(at + offset);
        let mut legs = vec![Leg {
            from: chain[0],
            to: chain[1],
            shipments: vec![id(0), id(1)],
            drawn: vec![Measure::new(8.0), Measure::new(4.0)],
            beside: Vec::new(),
            link: None,
            matched: Match::First,
            compatibility: 1.0,
            units: Measure::new(12.0),
            first_day: s.day[at],
            last_day: s.day[at + 1],
        }];
        if chain.len() > 2 {
            legs.push(Leg {
                from: chain[1],
                to: chain[2],
                shipments: vec![id(3)],
                drawn: vec![Measure::new(12.0)],
                beside: Vec::new(),
                link: None,
                matched: Match::Relabelled,
                compatibility: 0.6,
                units: Measure::new(12.0),
                first_day: s.day[at + 3],
                last_day: s.day[at + 3],
            });
        }
        if chain.len() > 3 {
            legs.push(Leg {
                from: chain[2],
                to: chain[3],
                shipments: Vec::new(),
                drawn: Vec::new(),
                beside: Vec::new(),
                link: Some(LinkId::new(0)),
                matched: Match::Handover,
                compatibility: 0.8,
                units: Measure::new(12.0),
                first_day: s.day[at + 3],
                last_day: s.day[at + 3],
            });
        }
        let part = |heuristic: &'static str, strength: Option<f64>, weight: f64, text: &str| {
            Contribution {
                finding: Finding {
                    heuristic,
                    strength: strength.into(),
                    text: text.into(),
                    shipments: vec![id(0), id(3)],
                },
                counted: strength.into(),
                weight,
                damping: 1.0,
                log_odds: strength.map_or(0.0, |s| s * weight),
            }
        };
        let mut parts = vec![
            part(
                "young-hub",
                Some(1.0),
                4.0,
                "2 firms were founded within 90 days of the first lot",
            ),
            part(
                "relabelled-leg",
                Some(0.75),
                3.0,
                "GPU SERVER became =cmd|'/c calc'!A1 at the hub",
            ),
            part(
                "many-customers",
                Some(0.5),
                -2.0,
                "the hub has 40 customers; <b>most</b> are unrestricted",
            ),
            part(
                "power-fits",
                None,
                -1.5,
                "no register states the megawatts of the buyer",
            ),
        ];
        parts.truncate(4 - n % 2);
        let prior = -4.0;
        let log_odds = parts.iter().fold(prior, |sum, part| sum + part.log_odds) - n as f64 * 0.01;
        // The prior takes the difference, so that the parts still add up.
        let explanation = Explanation {
            prior: prior - n as f64 * 0.01,
            parts,
            log_odds,
        };
        let path = Path {
            feeders: Vec::new(),
            supply: vec![ShipmentId::new(s.len() - 1 - n)],
            chain,
            legs,
            item: ItemId::new(0),
            maker: None,
            units: Measure::new(12.0),
            tpp: Measure::new(12.0 * 15_824.0),
            value_usd: Measure::new(252_000.0),
            end: End::RestrictedOwner {
                country: Country::known("CN"),
                share_pct: Measure::new(60.0),
            },
            flow_share: 0.9,
            cut: false,
        };
        made.push(Alert {
            rank: n as u32 + 1,
            id: format!("A{:016x}", Dice(1000 + n as u64).next()),
            case: format!("C{:016x}", Dice(5000 + n as u64 / 2).next()),
            score: explanation.probability(),
            summary: format!(
                "12 units of Example 8x went from {} in 3 legs within 20 days.",
                s.text.get(entities[path.chain[0]].name)
            ),
            path,
            explanation,
        });
    }
    made.sort_by(|a, b| b.score.total_cmp(&a.score));
    for (i, alert) in made.iter_mut().enumerate() {
        alert.rank = i as u32 + 1;
    }
    let mut cases: Vec<Case> = Vec::new();
    for alert in &made {
        match cases.iter_mut().find(|case| case.id == alert.case) {
            Some(case) => case.alerts.push(alert.rank),
            None => cases.push(Case {
                id: alert.case.clone(),
                alerts: vec![alert.rank],
                score: alert.score,
            }),
        }
    }
    s.text.freeze();
    let inputs = s.files.clone();
    Run {
        record: RunRecord {
            version: "0.1.0".into(),
            command: vec![
                "tidewaiter".into(),
                "scan".into(),
                "made/shipments.csv".into(),
            ],
            policy: "made".into(),
            policy_known_to: "2026-01-01".into(),
            rows: RowCounts {
                read: rows as u64 + 2,
                used: rows as u64,
                merged: 1,
                rejected: 1,
            },
            inputs,
            stages: [
                "ingest",
                "items",
                "resolve",
                "graph",
                "paths",
                "heuristics",
                "score",
            ]
            .map(|stage| StageTime {
                stage: stage.into(),
                seconds: 0.0123,
                rows: rows as u64,
                peak_bytes: Measure::UNKNOWN,
            })
            .into(),
            completeness: Completeness {
                chains_examined: 1234,
                cuts: Vec::new(),
                best_cut_score: Measure::new(0.0),
            },
            base_rate: 0.001,
            ..RunRecord::default()
        },
        shipments: s,
        goods,
        items: tidewaiter::reference::catalogue::load(),
        status,
        status_words: vec!["", "licence_required"],
        resolution: Resolution {
            entity_of: entity_of.into(),
            entities,
            links,
            merges,
            warnings: Vec::new(),
        },
        roles,
        rejected: vec![RejectedRow {
            file: 0,
            line: 99,
            column: "=evil".into(),
            value: "@SUM(1)".into(),
            reason: "no such day".into(),
        }],
        alerts: made,
        cases,
        labels: Vec::new(),
    }
}
