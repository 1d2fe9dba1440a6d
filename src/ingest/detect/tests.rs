//! How often essential columns are found, per layout, with that layout's headers held out.

use super::*;

fn essential(column: Column) -> bool {
    ESSENTIAL.contains(&column) || matches!(column, Column::OriginCountry | Column::ExportCountry)
}

/// Right and all essential source columns; a line for each that is wrong.
fn score(
    header: &[String],
    truth: &[(String, Column)],
    detector: &Detector,
) -> (usize, usize, Vec<String>) {
    let guesses = detector.columns(header, &[]);
    let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
    for (name, column) in truth.iter().filter(|(_, c)| essential(*c)) {
        let at = header
            .iter()
            .position(|h| h == name)
            .expect("a truth column is in the header");
        let got = guesses[at]
            .as_ref()
            .filter(|g| g.confidence >= USED)
            .map(|g| g.column);
        all += 1;
        if got == Some(*column) {
            right += 1;
        } else {
            wrong.push(format!(
                "  {name}: {} taken for {}",
                column.word(),
                got.map_or("nothing", Column::word)
            ));
        }
    }
    (right, all, wrong)
}

fn truth_of(layout: &Layout) -> Vec<(String, Column)> {
    let columns = layout.columns.iter();
    columns
        .flat_map(|(&c, s)| s.iter().map(move |s| (s.name().to_owned(), c)))
        .collect()
}

#[test]
fn essential_columns_are_found_when_the_layout_is_held_out() {
    let layouts = Layout::built_in().expect("layouts");
    let (mut right, mut all) = (0, 0);
    for (at, layout) in layouts
        .iter()
        .enumerate()
        .filter(|(_, l)| l.name != "canonical")
    {
        let mut others = layouts.clone();
        others.remove(at);
        let truth = truth_of(layout);
        let header: Vec<String> = truth.iter().map(|(name, _)| name.clone()).collect();
        let (r, n, wrong) = score(&header, &truth, &Detector::new(&others));
        println!("{}: {r} of {n}", layout.name);
        wrong.iter().for_each(|line| println!("{line}"));
        right += r;
        all += n;
    }
    println!("all held out: {right} of {all}");
    assert!(right * 100 >= all * 85, "{right} of {all}");
}

#[test]
fn essential_columns_of_known_layouts_are_found() {
    let layouts = Layout::built_in().expect("layouts");
    let detector = Detector::new(&layouts);
    let (mut right, mut all) = (0, 0);
    for layout in &layouts {
        let header: Vec<String> = if layout.header_names.is_empty() {
            layout.source_columns().map(str::to_owned).collect()
        } else {
            continue;
        };
        let records = vec![header.clone()];
        let found = crate::ingest::header::find(&records, &layouts).expect("a layout");
        let truth = truth_of(layout);
        all += truth.iter().filter(|(_, c)| essential(*c)).count();
        if layouts[found.layout].name == layout.name
            && found.confidence >= crate::ingest::header::SURE
        {
            right += truth.iter().filter(|(_, c)| essential(*c)).count();
        } else {
            let (r, n, _) = score(&header, &truth, &detector);
            println!(
                "{} taken for {}: {r} of {n} by name",
                layout.name, layouts[found.layout].name
            );
            right += r;
        }
    }
    println!("known: {right} of {all}");
    assert!(right * 100 >= all * 95, "{right} of {all}");
}

/// Headers that no layout of the data has, in many languages and hands. `-` stands for nothing canonical.
const UNSEEN: &[(&str, &[(&str, &str)])] = &[
    (
        "spanish",
        &[
            ("Fecha de Embarque", "date"),
            ("Nombre del Exportador", "shipper_name"),
            ("Dirección del Exportador", "shipper_address"),
            ("País Exportador", "shipper_country"),
            ("Razón Social Importador", "consignee_name"),
            ("Domicilio Importador", "consignee_address"),
            ("País de Origen", "origin_country"),
            ("Partida Arancelaria", "hs_code"),
            ("Descripción de la Mercancía", "description"),
            ("Cantidad", "quantity"),
            ("Peso Bruto (Kg)", "gross_weight"),
            ("Peso Neto", "net_weight"),
            ("Valor FOB USD", "value"),
            ("Teléfono", "-"),
        ],
    ),
    (
        "french",
        &[
            ("Date d'arrivée", "date"),
            ("Nom de l'expéditeur", "shipper_name"),
            ("Adresse de l'expéditeur", "shipper_address"),
            ("Nom du destinataire", "consignee_name"),
            ("Adresse du destinataire", "consignee_address"),
            ("Pays d'origine", "origin_country"),
            ("Pays de destination", "destination_country"),
            ("Code SH", "hs_code"),
            ("Désignation des marchandises", "description"),
            ("Quantité", "quantity"),
            ("Poids brut", "gross_weight"),
            ("Valeur en douane", "value"),
        ],
    ),
    (
        "german",
        &[
            ("Anmeldedatum", "date"),
            ("Versender Name", "shipper_name"),
            ("Versender Adresse", "shipper_address"),
            ("Empfänger", "consignee_name"),
            ("Bestimmungsland", "destination_country"),
            ("Ursprungsland", "origin_country"),
            ("Warenbezeichnung", "description"),
            ("Zolltarifnummer", "hs_code"),
            ("Menge", "quantity"),
            ("Rohgewicht kg", "gross_weight"),
            ("Warenwert EUR", "value"),
        ],
    ),
    (
        "chinese",
        &[
            ("日期", "date"),
            ("发货人名称", "shipper_name"),
            ("发货人地址", "shipper_address"),
            ("收货人名称", "consignee_name"),
            ("收货人地址", "consignee_address"),
            ("原产国", "origin_country"),
            ("目的国", "destination_country"),
            ("海关编码", "hs_code"),
            ("商品描述", "description"),
            ("数量", "quantity"),
            ("毛重", "gross_weight"),
            ("净重", "net_weight"),
            ("总价美元", "value"),
        ],
    ),
    (
        "turkish",
        &[
            ("Tescil Tarihi", "date"),
            ("Gönderici Adı", "shipper_name"),
            ("Alıcı Adı", "consignee_name"),
            ("Alıcı Adresi", "consignee_address"),
            ("Menşe Ülke", "origin_country"),
            ("GTİP", "hs_code"),
            ("Eşya Tanımı", "description"),
            ("Miktar", "quantity"),
            ("Brüt Ağırlık", "gross_weight"),
            ("Net Ağırlık", "net_weight"),
            ("Kıymet USD", "value"),
        ],
    ),
    (
        "russian",
        &[
            ("Дата декларации", "date"),
            ("Наименование отправителя", "shipper_name"),
            ("Адрес отправителя", "shipper_address"),
            ("Наименование получателя", "consignee_name"),
            ("Адрес получателя", "consignee_address"),
            ("Страна происхождения", "origin_country"),
            ("Страна назначения", "destination_country"),
            ("Страна отправления", "export_country"),
            ("Код ТН ВЭД", "hs_code"),
            ("Описание товара", "description"),
            ("Количество", "quantity"),
            ("Вес брутто", "gross_weight"),
            ("Вес нетто", "net_weight"),
            ("Стоимость USD", "value"),
            ("ИНН получателя", "consignee_id"),
        ],
    ),
    (
        "portuguese",
        &[
            ("Data do Desembaraço", "date"),
            ("Nome do Exportador", "shipper_name"),
            ("Nome do Importador", "consignee_name"),
            ("Endereço do Importador", "consignee_address"),
            ("País de Origem", "origin_country"),
            ("NCM", "hs_code"),
            ("Descrição do Produto", "description"),
            ("Quantidade", "quantity"),
            ("Peso Líquido", "net_weight"),
            ("Peso Bruto", "gross_weight"),
            ("Valor FOB (US$)", "value"),
        ],
    ),
    (
        "camel",
        &[
            ("arrivalDt", "date"),
            ("shprName", "shipper_name"),
            ("shprAddr", "shipper_address"),
            ("shprCtry", "shipper_country"),
            ("cneeName", "consignee_name"),
            ("cneeAddr", "consignee_address"),
            ("cneeCtry", "consignee_country"),
            ("htsCode", "hs_code"),
            ("goodsDesc", "description"),
            ("qty", "quantity"),
            ("grossWtKg", "gross_weight"),
            ("netWtKg", "net_weight"),
            ("valueUsd", "value"),
            ("cneePhone", "-"),
        ],
    ),
    (
        "abbreviated",
        &[
            ("SHIP_DT", "date"),
            ("EXPTR_NM", "shipper_name"),
            ("EXPTR_ADDR", "shipper_address"),
            ("IMPTR_NM", "consignee_name"),
            ("IMPTR_ADDR", "consignee_address"),
            ("CTRY_ORIG", "origin_country"),
            ("CTRY_DEST", "destination_country"),
            ("HS_CD", "hs_code"),
            ("PROD_DESC", "description"),
            ("QTY", "quantity"),
            ("GRS_WGT", "gross_weight"),
            ("NET_WGT", "net_weight"),
            ("TOT_VAL_USD", "value"),
        ],
    ),
    (
        "vendor",
        &[
            ("Shipment Date", "date"),
            ("Supplier", "shipper_name"),
            ("Supplier Address", "shipper_address"),
            ("Supplier Country", "shipper_country"),
            ("Buyer", "consignee_name"),
            ("Buyer Address", "consignee_address"),
            ("Buyer Country", "consignee_country"),
            ("HSN Code", "hs_code"),
            ("Item Description", "description"),
            ("Std. Qty", "quantity"),
            ("Gross Mass", "gross_weight"),
            ("Net Mass (kg)", "net_weight"),
            ("FOB Value (USD)", "value"),
            ("Exchange Rate", "-"),
            ("Buyer Website", "-"),
        ],
    ),
    (
        "manifest",
        &[
            ("Actual Arrival Date", "date"),
            ("Shipper Declared", "shipper_name"),
            ("Shipper Address Lines", "shipper_address"),
            ("Consignee Declared", "consignee_name"),
            ("Consignee City", "consignee_address"),
            ("Consignee State", "consignee_address"),
            ("Country of Origin", "origin_country"),
            ("Harmonized Code", "hs_code"),
            ("Product Details", "description"),
            ("Manifest Quantity", "quantity"),
            ("Weight (Lbs)", "gross_weight"),
            ("Estimated Value", "value"),
            ("Notify Party Name", "notify_name"),
        ],
    ),
    (
        "vietnamese",
        &[
            ("Ngày đăng ký", "date"),
            ("Tên người xuất khẩu", "shipper_name"),
            ("Tên người nhập khẩu", "consignee_name"),
            ("Địa chỉ người nhập khẩu", "consignee_address"),
            ("Nước xuất xứ", "origin_country"),
            ("Mã HS", "hs_code"),
            ("Mô tả hàng hóa", "description"),
            ("Số lượng", "quantity"),
            ("Trọng lượng", "gross_weight"),
            ("Trị giá USD", "value"),
        ],
    ),
];

#[test]
fn essential_columns_of_unseen_layouts_are_found() {
    let detector = Detector::new(&Layout::built_in().expect("layouts"));
    let (mut right, mut all) = (0, 0);
    for (name, columns) in UNSEEN {
        let header: Vec<String> = columns.iter().map(|(h, _)| (*h).to_owned()).collect();
        let truth: Vec<(String, Column)> = columns
            .iter()
            .filter_map(|(h, c)| Some(((*h).to_owned(), Column::from_word(c)?)))
            .collect();
        let (r, n, wrong) = score(&header, &truth, &detector);
        println!("{name}: {r} of {n}");
        wrong.iter().for_each(|line| println!("{line}"));
        right += r;
        all += n;
    }
    println!("unseen: {right} of {all}");
    assert!(right * 100 >= all * 85, "{right} of {all}");
}

#[test]
fn cells_speak_where_headers_do_not() {
    let header: Vec<String> = ["a1", "b1", "c1"].map(str::to_owned).to_vec();
    let records: Vec<Vec<String>> = (1..9)
        .map(|i| {
            vec![
                format!("2024-01-0{i}"),
                format!("TCLU123456{i}"),
                format!("8471500{i}"),
            ]
        })
        .collect();
    let guesses = Detector::new(&[]).columns(&header, &records);
    let columns: Vec<Option<Column>> = guesses
        .iter()
        .map(|g| g.as_ref().map(|g| g.column))
        .collect();
    assert_eq!(
        columns,
        [
            Some(Column::Date),
            Some(Column::Container),
            Some(Column::HsCode)
        ]
    );
    let (_, questions) = layout_of("x", &header, &guesses, &Detector::new(&[]));
    assert!(
        questions
            .iter()
            .any(|q| q.contains("shipper or a consignee")),
        "{questions:?}"
    );
}

#[test]
fn whom_goods_are_shipped_to_is_no_vessel() {
    let detector = Detector::new(&Layout::built_in().expect("layouts"));
    let of = |header: &str| {
        let guess = detector.columns(&[header.to_owned()], &[]).remove(0);
        guess
            .filter(|guess| guess.confidence >= USED)
            .map(|guess| guess.column)
    };
    for (header, column) in [
        ("Ship-To Name", Some(Column::ConsigneeName)),
        ("Ship To Address", Some(Column::ConsigneeAddress)),
        ("Sold-To Party", Some(Column::ConsigneeName)),
        ("Ship-To Country", Some(Column::ConsigneeCountry)),
        ("Bill-To Country", None),
        ("Ship", Some(Column::Vessel)),
        ("Kunde", Some(Column::ConsigneeName)),
        ("Artikelbezeichnung", Some(Column::Description)),
        ("Empfangsland", Some(Column::DestinationCountry)),
    ] {
        assert_eq!(of(header), column, "{header}");
    }
}
