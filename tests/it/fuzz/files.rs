//! Targets that read a file: every format of shipments, the registers, judgements, layout detection.

use super::target;
use crate::made_run;
use std::io::Write;
use std::path::{Path, PathBuf};
use tidewaiter::ingest::finish::finish;
use tidewaiter::ingest::layout::Layout;
use tidewaiter::ingest::merge::Builder;
use tidewaiter::ingest::parse::{Lists, Parser};
use tidewaiter::ingest::{self, Options, source, table};
use tidewaiter::model::Silent;
use tidewaiter::pipeline;
use tidewaiter::reference::{
    countries::Countries, currencies::Currencies, ports::Ports, units::Units,
};
use tidewaiter::report::{export, run_folder, sheet};

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/samples");

/// The first bytes of a sample, cut at a line.
fn sample(name: &str, bytes: usize) -> Vec<u8> {
    let all = std::fs::read(Path::new(SAMPLES).join(name)).expect(name);
    let end = all[..bytes.min(all.len())]
        .iter()
        .rposition(|b| *b == b'\n')
        .unwrap_or(0);
    all[..end + 1].to_vec()
}

fn tables() -> Vec<Vec<u8>> {
    let plain = sample("cases/shipments.csv", 3_000);
    let tabs = plain
        .iter()
        .map(|b| if *b == b',' { b'\t' } else { *b })
        .collect();
    let semicolons =
        b"Date;Shipper;Consignee;Weight\n31.03.2025;\"A; \"\"Example\"\"\";B Example;1.234,5\n"
            .to_vec();
    let head = String::from_utf8_lossy(&plain[..800]);
    let utf16 = head.encode_utf16().flat_map(u16::to_le_bytes);
    vec![
        plain.clone(),
        sample("panjiva/us_imports.csv", 4_000),
        tabs,
        semicolons,
        [0xff, 0xfe].into_iter().chain(utf16).collect(),
    ]
}

fn options() -> Options {
    Options {
        threads: 1,
        max_rejected: 1.0,
        ..Options::default()
    }
}

/// The lists that reading needs, loaded once.
struct Reader {
    layouts: Vec<Layout>,
    lists: Lists,
    options: Options,
    folder: tempfile::TempDir,
}

impl Reader {
    fn new() -> Self {
        Self {
            layouts: Layout::built_in().expect("layouts"),
            lists: Lists {
                countries: Countries::load(),
                ports: Ports::load(),
                units: Units::load(),
                currencies: Currencies::load(),
            },
            options: options(),
            folder: tempfile::tempdir().expect("a folder"),
        }
    }

    /// Reads bytes as shipments from a file of that name, as `ingest::shipments` does; every row has exactly one fate.
    fn shipments(&self, name: &str, bytes: &[u8]) -> String {
        self.read(name, bytes)
            .unwrap_or_else(|error| error.to_string())
    }

    fn read(&self, name: &str, bytes: &[u8]) -> Result<String, ingest::Error> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let limits = &self.options.limits;
        let (mut read, mut rejected, mut rows, mut reasons) = (0, 0, 0, Vec::new());
        for input in source::expand(&[path], limits)? {
            let mut table = table::open(&input, 0, &self.layouts, &self.options)?;
            let mut parser = Parser::new(0, &table.plan, &self.lists, limits);
            let mut builder = Builder::default();
            while let Some(block) = table.blocks.next_block()? {
                let batch = parser.parse(&block);
                builder.add(&batch);
                read += batch.read;
                rejected += batch.rejected.len() as u64;
                reasons.extend(batch.rejected.into_iter().map(|row| row.reason));
            }
            let shipments = finish(builder.finish(), true);
            rows += (shipments.len() + shipments.merged.len()) as u64;
        }
        assert_eq!(read, rejected + rows, "rows read, and their fates");
        Ok(format!("{} {reasons:?}", rows.min(3)))
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("packed");
    out.finish().expect("packed")
}

fn zipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    out.start_file("a.csv", zip::write::SimpleFileOptions::default())
        .expect("a member");
    out.write_all(bytes).expect("packed");
    out.finish().expect("packed").into_inner()
}

#[test]
fn delimited() {
    let reader = Reader::new();
    target("delimited", 400, tables(), |bytes| {
        reader.shipments("in.csv", bytes)
    });
}

#[test]
fn packed() {
    let reader = Reader::new();
    let plain = sample("cases/shipments.csv", 2_000);
    let corpus = vec![
        gzip(&plain),
        zstd::encode_all(&plain[..], 1).expect("packed"),
        zipped(&plain),
    ];
    // What a file is packed with is seen from its first bytes, not from its name.
    target("packed", 400, corpus, |bytes| {
        reader.shipments("in.csv.gz", bytes)
    });
}

#[test]
fn json_lines() {
    let reader = Reader::new();
    let corpus = super::words(&[
        "{\"date\":\"2024-03-01\",\"shipper_name\":\"A Example\",\"consignee_name\":\"B Example\",\"quantity\":3}\n{\"date\":\"2024-03-02\",\"shipper_name\":\"A\\u0000\\ud83d Example\",\"consignee_name\":null,\"extra\":[1,{\"a\":2}]}\n",
    ]);
    target("json_lines", 400, corpus, |bytes| {
        reader.shipments("in.ndjson", bytes)
    });
}

#[test]
fn spreadsheets() {
    let reader = Reader::new();
    let run = made_run::run(60, 4);
    let alerts: Vec<_> = run
        .alerts
        .iter()
        .map(|alert| sheet::alert(&run, alert))
        .collect();
    let mut book = Vec::new();
    export::xlsx::write(&alerts, &mut book).expect("a workbook");
    target("spreadsheets", 100, vec![book], |bytes| {
        reader.shipments("in.xlsx", bytes)
    });
}

#[test]
fn parquet() {
    let reader = Reader::new();
    let folder = tempfile::tempdir().expect("a folder");
    let run = made_run::run(40, 3);
    run_folder::write(
        &run,
        &folder.path().join("run"),
        run_folder::Existing::Refuse,
    )
    .expect("a run");
    let corpus = ["shipments.parquet", "links.parquet"]
        .map(|name| std::fs::read(folder.path().join("run").join(name)).expect(name))
        .to_vec();
    target("parquet", 200, corpus, |bytes| {
        reader.shipments("in.parquet", bytes)
    });
}

#[test]
fn registers() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("register.csv");
    let mut corpus: Vec<Vec<u8>> = ["parties", "ownership", "watchlist"]
        .map(|name| sample(&format!("cases/{name}.csv"), 2_500))
        .to_vec();
    corpus.extend(super::words(&[
        "{\"id\":\"NK-1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"A Example\"],\"country\":[\"ru\"]},\"datasets\":[\"x\"]}\n",
        "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change\nNK-1,Company,A Example,\"B;C\",,ru,\"1 Road\",,,,,x,2020-01-01,2024-01-01,2024-01-01\n",
        "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,alt_names\n1,Entity List (EL),,Entity,,A Example,,\"1 Road, CN\",,2020-01-01,,B\n",
    ]));
    target("registers", 150, corpus, |bytes| {
        std::fs::write(&path, bytes).expect("written");
        let one: Vec<PathBuf> = vec![path.clone()];
        let read = |p: &[PathBuf], o: &[PathBuf], w: &[PathBuf]| {
            ingest::registers(p, o, w, &options(), &Silent)
                .map(|r| {
                    (
                        r.parties.len().min(2),
                        r.ownership.len().min(2),
                        r.watchlist.len().min(2),
                        r.rejected.len().min(2),
                    )
                })
                .map_err(|error| error.to_string())
        };
        (
            read(&one, &[], &[]),
            read(&[], &one, &[]),
            read(&[], &[], &one),
        )
    });
}

#[test]
fn judgements() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("judgements.csv");
    let corpus = super::words(&[
        "left,right,verdict,by,date,note\nA Example,B Example,same,me,2024-01-01,because\n",
    ]);
    target("judgements", 500, corpus, |bytes| {
        std::fs::write(&path, bytes).expect("written");
        ingest::judgements(&path)
            .map(|(list, _)| list.len().min(3))
            .map_err(|error| error.to_string())
    });
}

#[test]
fn detection() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("in.csv");
    target("detection", 60, tables(), |bytes| {
        std::fs::write(&path, bytes).expect("written");
        pipeline::detect::layout(&path)
            .map(|found| (found.layout, found.columns.len(), found.questions))
            .map_err(|error| error.to_string())
    });
}
