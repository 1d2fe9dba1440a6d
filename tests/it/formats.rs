//! Every format and encoding that shipment files come in is read to the same rows, and named in the run.

use std::io::Write;
use std::path::{Path, PathBuf};
use tidewaiter::ingest::{Error, Ingested, Limits, Options, shipments};
use tidewaiter::model::Silent;

const HEADER: [&str; 8] = [
    "record_id",
    "date",
    "shipper_name",
    "consignee_name",
    "consignee_country",
    "description",
    "quantity",
    "gross_weight",
];
const ROWS: [[&str; 8]; 2] = [
    [
        "A1",
        "2024-03-01",
        "Orchid Example, Ltd",
        "Lotus Example",
        "MY",
        "GPU \"X\" server",
        "16",
        "1480.5",
    ],
    [
        "A2",
        "2024-03-02",
        "Cedar Example",
        "Maple Example",
        "TR",
        "Steel pipe",
        "3",
        "20",
    ],
];

fn csv(delimiter: &str) -> String {
    let cell = |text: &str| {
        if text.contains(['"', ',', ';', '|']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let line = |cells: &[&str]| {
        cells
            .iter()
            .map(|c| cell(c))
            .collect::<Vec<_>>()
            .join(delimiter)
            + "\n"
    };
    line(&HEADER) + &ROWS.iter().map(|row| line(row)).collect::<String>()
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    std::fs::write(&path, bytes).expect("write");
    path
}

fn read(paths: &[PathBuf]) -> Ingested {
    shipments(paths, &Options::default(), &Silent).unwrap_or_else(|e| panic!("{e}"))
}

/// One text of a shipment a cell, as far as [`HEADER`] goes.
fn rows(read: &Ingested) -> Vec<Vec<String>> {
    let rows = &read.shipments;
    let text = |id| rows.text.get(id).to_owned();
    rows.ids()
        .map(|id| {
            let i = id.index();
            let name = |party: Option<tidewaiter::model::PartyId>| {
                party.map_or(String::new(), |p| text(rows.parties[p].name))
            };
            vec![
                rows.record(id).to_owned(),
                rows.day[i].to_string(),
                name(rows.shipper[i]),
                name(rows.consignee[i]),
                rows.to_country(id).map_or(String::new(), |c| c.to_string()),
                text(rows.description[i]),
                rows.quantity[i]
                    .get()
                    .map_or(String::new(), |n| n.to_string()),
                rows.gross_weight_kg[i]
                    .get()
                    .map_or(String::new(), |n| n.to_string()),
            ]
        })
        .collect()
}

fn expect(read: &Ingested, format: &str, encoding: &str) {
    assert_eq!(
        rows(read),
        ROWS.map(|row| row.map(str::to_owned).to_vec()),
        "{format}"
    );
    let file = &read.shipments.files[0];
    assert_eq!(
        (file.format.as_str(), file.encoding.as_str()),
        (format, encoding)
    );
    assert_eq!((file.rows_read, file.rows_used), (2, 2));
    assert_eq!(file.sha256.len(), 64);
}

fn check(name: &str, bytes: &[u8], format: &str, encoding: &str) {
    let folder = tempfile::tempdir().expect("folder");
    expect(
        &read(&[write(folder.path(), name, bytes)]),
        format,
        encoding,
    );
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("gzip");
    out.finish().expect("gzip")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        out.start_file(*name, zip::write::SimpleFileOptions::default())
            .expect("member");
        out.write_all(bytes).expect("member");
    }
    out.finish().expect("zip").into_inner()
}

#[test]
fn delimited_text_is_read_whatever_parts_its_cells() {
    check("a.csv", csv(",").as_bytes(), "csv", "utf-8");
    check("a.csv", csv(";").as_bytes(), "csv", "utf-8");
    check("a.txt", csv("|").as_bytes(), "csv", "utf-8");
    check("a.tsv", csv("\t").as_bytes(), "tsv", "utf-8");
    check(
        "a.csv",
        csv(",").replace('\n', "\r\n").as_bytes(),
        "csv",
        "utf-8",
    );
}

#[test]
fn compressed_text_is_read_as_it_unpacks() {
    check("a.csv.gz", &gzip(csv(",").as_bytes()), "csv+gz", "utf-8");
    // Two members, as parallel compressors and log rotation write them.
    let text = csv(",");
    let (head, tail) = text.split_at(text.len() / 2);
    let two = [gzip(head.as_bytes()), gzip(tail.as_bytes())].concat();
    check("b.csv.gz", &two, "csv+gz", "utf-8");
    let zst = zstd::encode_all(csv(",").as_bytes(), 1).expect("zstd");
    check("a.csv.zst", &zst, "csv+zst", "utf-8");
    check(
        "a.zip",
        &zip(&[("in/a.csv", csv(",").as_bytes()), ("read.me", b"no table")]),
        "csv+zip",
        "utf-8",
    );
}

#[test]
fn a_damaged_archive_is_an_error_and_not_fewer_rows() {
    let folder = tempfile::tempdir().expect("folder");
    let long = csv(",") + &"A9,2024-03-03,Orchid Example,Lotus Example,MY,Cable,1,2\n".repeat(3000);
    let mut cut = gzip(long.as_bytes());
    cut.truncate(cut.len() / 2);
    let mut bad = zip(&[("a.csv", long.as_bytes())]);
    let middle = bad.len() / 3;
    bad[middle] ^= 0x55;
    for (name, bytes) in [("cut.csv.gz", cut), ("bad.zip", bad)] {
        let path = write(folder.path(), name, &bytes);
        let error = shipments(&[path], &Options::default(), &Silent)
            .err()
            .expect(name);
        assert!(
            matches!(error, Error::Read { .. } | Error::Format { .. }),
            "{error}"
        );
    }
}

#[test]
fn json_lines_spreadsheets_and_parquet_are_read_like_text() {
    let mut lines = String::new();
    for row in ROWS {
        let object: serde_json::Map<_, _> = HEADER
            .iter()
            .zip(row)
            .map(|(key, cell)| ((*key).to_owned(), serde_json::Value::from(cell)))
            .collect();
        lines += &format!("{}\n", serde_json::Value::Object(object));
    }
    check("a.ndjson", lines.as_bytes(), "ndjson", "utf-8");
    check("a.jsonl.gz", &gzip(lines.as_bytes()), "ndjson+gz", "utf-8");

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, name) in HEADER.iter().enumerate() {
        sheet.write(0, at as u16, *name).expect("cell");
    }
    for (line, row) in ROWS.iter().enumerate() {
        for (at, cell) in row.iter().enumerate() {
            let (line, at) = (line as u32 + 1, at as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(line, at, number).expect("cell"),
                Err(_) => sheet.write(line, at, *cell).expect("cell"),
            };
        }
    }
    check(
        "a.xlsx",
        &book.save_to_buffer().expect("book"),
        "xlsx",
        "utf-8",
    );

    use polars::prelude::{Column, DataFrame, ParquetWriter};
    let column = |at: usize| -> Column {
        let cells: Vec<&str> = ROWS.iter().map(|row| row[at]).collect();
        match cells
            .iter()
            .map(|c| c.parse::<f64>())
            .collect::<Result<Vec<f64>, _>>()
        {
            Ok(numbers) => Column::new(HEADER[at].into(), numbers),
            Err(_) => Column::new(HEADER[at].into(), cells),
        }
    };
    let mut frame =
        DataFrame::new(ROWS.len(), (0..HEADER.len()).map(column).collect()).expect("frame");
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .finish(&mut frame)
        .expect("parquet");
    check("a.parquet", &bytes, "parquet", "utf-8");
}

/// `tests/data/nested.parquet` was written by pyarrow, with pages of the second version, dictionaries and zstd; beside the
/// columns of [`HEADER`] it has a list, a structure and binary values of 200 bytes.
#[test]
fn parquet_of_other_writers_is_read_and_what_is_no_cell_is_left_out() {
    let foreign = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/nested.parquet");
    let bytes = std::fs::read(foreign).expect("the file");
    check("nested.parquet", &bytes, "parquet", "utf-8");
    let folder = tempfile::tempdir().expect("a folder");
    let read = read(&[write(folder.path(), "nested.parquet", &bytes)]);
    for column in &read.shipments.extra {
        let mut cells = column
            .cells
            .iter()
            .map(|&cell| read.shipments.text.get(cell));
        assert!(cells.all(str::is_empty), "{}", column.name);
    }
}

#[test]
fn the_encoding_of_a_text_is_found_and_named() {
    let with = |name: &str| csv(",").replace("Maple Example", name);
    for (name, encoding, named) in [
        (
            "Fábrica de Peças São João",
            encoding_rs::WINDOWS_1252,
            "windows-1252",
        ),
        (
            "ООО Пример Экспорт, Новосибирск",
            encoding_rs::WINDOWS_1251,
            "windows-1251",
        ),
        ("深圳市示例电子有限公司", encoding_rs::GB18030, "gb18030"),
        ("Örnek Dış Ticaret Şirketi", encoding_rs::UTF_8, "utf-8"),
    ] {
        let folder = tempfile::tempdir().expect("folder");
        let text = with(&format!("\"{name}\"").replace("\"\"", "\""));
        let (bytes, _, _) = encoding.encode(&text);
        let read = read(&[write(folder.path(), "a.csv", &bytes)]);
        assert_eq!(rows(&read)[1][3], name);
        assert_eq!(read.shipments.files[0].encoding, named);
    }
    let utf16 = |mark: bool, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter()
            .chain(csv(",").encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    check("a.csv", &utf16(true, u16::to_le_bytes), "csv", "utf-16le");
    check("a.csv", &utf16(false, u16::to_be_bytes), "csv", "utf-16be");
    check(
        "a.csv",
        &[b"\xef\xbb\xbf", csv(",").as_bytes()].concat(),
        "csv",
        "utf-8-bom",
    );
}

#[test]
fn titles_above_the_header_and_headers_repeated_below_are_no_records() {
    let text = csv(",");
    let (header, body) = text.split_once('\n').expect("lines");
    let titled = format!("EXAMPLE CUSTOMS DATA\nfrom 2024-03-01\n\n{header}\n{body}{header}\n");
    check("a.csv", titled.as_bytes(), "csv", "utf-8");
}

#[test]
fn folders_and_patterns_bring_files_each_with_its_own_layout() {
    let folder = tempfile::tempdir().expect("folder");
    let in_folder = |name: &str, text: &str| write(folder.path(), name, text.as_bytes());
    in_folder("in/deep/a.csv", &csv(";"));
    in_folder(
        "in/b.csv",
        "Fecha;Exportador;Importador;Descripción de la mercancía\n25/03/2024;Cedro Ejemplo SA;Loto Ejemplo SL;Tubos\n",
    );
    in_folder("in/notes.md", "no table");
    let folder_read = read(&[folder.path().join("in")]);
    let layouts: Vec<&str> = folder_read
        .shipments
        .files
        .iter()
        .map(|f| f.layout.as_str())
        .collect();
    assert_eq!((folder_read.shipments.len(), layouts.len()), (3, 2));
    assert!(
        layouts.contains(&"detected") && layouts.iter().any(|l| l.starts_with("canonical")),
        "{layouts:?}"
    );
    let pattern_read = read(&[folder.path().join("in/**/*.csv")]);
    assert_eq!(rows(&pattern_read), rows(&folder_read));

    let few = Options {
        limits: Limits {
            files: 1,
            ..Limits::default()
        },
        ..Options::default()
    };
    let error = shipments(&[folder.path().join("in")], &few, &Silent)
        .err()
        .expect("two files");
    assert!(error.to_string().contains("--limit files="), "{error}");
}

/// More text than dates are judged by at first, whose days are open but for those given.
fn long(first: &str, last: &str) -> Vec<u8> {
    let mut text = format!("Date;Exporter;Importer;Description\n{first}");
    while text.len() < 5 << 20 {
        text += "03/04/2024;Orchid Example;Lotus Example;an ordinary description of ordinary goods in cartons\n";
    }
    text += last;
    text.into_bytes()
}

#[test]
fn the_order_of_dates_is_found_from_the_whole_column() {
    let day = |day: &str| format!("{day};Orchid Example;Lotus Example;GPU\n");
    let folder = tempfile::tempdir().expect("folder");
    let read_long = |first: &str, last: &str| {
        let path = write(folder.path(), "long.csv", &long(first, last));
        shipments(&[path], &Options::default(), &Silent)
    };
    // Settled by the last row alone, far behind what the layout is found from.
    let late = read_long("", &day("04/14/2024")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(late.shipments.day[0].to_string(), "2024-03-04");
    assert_eq!(late.rejected.len(), 0);
    let error = read_long(&day("13/02/2024"), &day("02/14/2024"))
        .err()
        .expect("both orders");
    assert!(
        matches!(&error, Error::DateOrders { example, .. } if example == "02/14/2024"),
        "{error}"
    );
    let error = read_long("", "").err().expect("nothing settles it");
    assert!(matches!(&error, Error::DateOrder { .. }), "{error}");
}

#[test]
fn a_port_tells_the_country_of_export_where_the_layout_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let text = "DATE,FORIEGN EXPORTER NAME,FOREIGN EXPORTER ADDRESS,US IMPORTER NAME,US IMPORTER ADDRESS,NOTIFY PARTY NAME,CARRIER NAME,VESSEL NAME,VOYAGE NUMBER,BILL OF LADDING,MASTER BILL OF LADDING,CONTAINER ID,ORIGIN COUNTRY,FOREIGN OF LADING,U.S PORT OF UNLADING,PLACE OF RECEIPT,HTS CODE,PRODUCT DESCTRIPTION,QUANTITY,UNIT,WEIGHT IN KG,CIF VALUE\n\
        2024-03-01,Orchid Example,,Lotus Example,,,,,,BILL1,,,,\"Shanghai, China\",Houston,,847330,BOARDS,1,PCS,1,1\n\
        2024-03-02,Orchid Example,,Lotus Example,,,,,,BILL2,,,,Nowhere Example,Houston,,847330,BOARDS,1,PCS,1,1\n";
    let read = read(&[write(folder.path(), "us.csv", text.as_bytes())]);
    let rows = &read.shipments;
    let countries: Vec<Option<String>> = rows
        .export_country
        .iter()
        .map(|c| c.map(|c| c.to_string()))
        .collect();
    assert_eq!(countries, [Some("CN".to_owned()), None]);
    let told: Vec<(&str, &str)> = rows
        .originals
        .iter()
        .map(|o| (o.column, rows.text.get(o.text)))
        .collect();
    assert!(
        told.contains(&("export_country", "from port_lading: Shanghai, China")),
        "{told:?}"
    );
}

#[test]
fn converted_values_are_told_as_approximate() {
    let folder = tempfile::tempdir().expect("folder");
    let text = "record_id,date,shipper_name,consignee_name,value,currency\nA,2023-03-01,Orchid Example,Lotus Example,100,EUR\nB,2024-03-01,Orchid Example,Lotus Example,100,RUB\nC,2024-03-01,Cedar Example,Lotus Example,100,USD\n";
    let read = read(&[write(folder.path(), "a.csv", text.as_bytes())]);
    let euro = read.shipments.value_usd[0].get().expect("a rate");
    assert!((107.0..110.0).contains(&euro), "{euro}");
    assert!(
        read.warnings
            .iter()
            .any(|w| w.contains("EUR 1, RUB 1 shipments") && w.ends_with("not checked: RUB 1")),
        "{:?}",
        read.warnings
    );
}
