//! Countries of the simulated world: size, place on the globe, ports, towns, legal forms.
//!
//! Sizes are gross domestic products in thousands of millions of dollars, rounded (2023, general
//! knowledge); they only shape how much trade goes where.

/// A country of the simulated world.
#[derive(Debug)]
pub struct Place {
    /// ISO code.
    pub cc: &'static str,
    /// Latitude and longitude of the economic centre, degrees.
    pub at: (f64, f64),
    /// Size of the economy.
    pub size: f64,
    /// Dialling code.
    pub dial: &'static str,
    /// Sea ports (or rail and road terminals) as written in records.
    pub ports: &'static [&'static str],
    /// Airport as written in records.
    pub airport: &'static str,
    /// Towns.
    pub towns: &'static [&'static str],
    /// Legal forms.
    pub forms: &'static [&'static str],
}

macro_rules! places {
    ($($cc:literal $lat:literal $lon:literal $size:literal $dial:literal [$($port:literal)*] $air:literal [$($town:literal)*] [$($form:literal)*];)*) => {
        /// All countries, the order being part of the seed's meaning.
        pub static PLACES: &[Place] = &[$(Place {
            cc: $cc, at: ($lat, $lon), size: $size, dial: $dial, ports: &[$($port),*], airport: $air,
            towns: &[$($town),*], forms: &[$($form),*],
        }),*];
    };
}

places! {
    "US" 39.0 -95.0 27360.0 "+1" ["USLAX" "USNYC" "USHOU" "USOAK" "USSAV"] "LAX" ["San Jose, CA" "Houston, TX" "Newark, NJ" "El Monte, CA" "Tampa, FL" "Huntsville, AL" "Chicago, IL"] ["INC" "LLC" "CORP"];
    "CN" 31.0 117.0 17790.0 "+86" ["CNSHA" "CNYTN" "CNNGB" "CNTSN"] "PVG" ["Shenzhen" "Shanghai" "Suzhou" "Hangzhou" "Beijing" "Chengdu"] ["CO LTD" "TECHNOLOGY CO LTD" "(SHENZHEN) CO LTD"];
    "HK" 22.3 114.2 380.0 "+852" ["HKHKG"] "HKG" ["Kwun Tong, Kowloon" "Tsuen Wan, N.T." "Wan Chai" "Mong Kok, Kowloon"] ["LIMITED" "CO LIMITED" "(HK) LIMITED"];
    "MO" 22.2 113.5 47.0 "+853" ["MOMFM"] "MFM" ["Macau"] ["LIMITADA"];
    "TW" 24.5 121.0 756.0 "+886" ["TWKEL" "TWKHH" "TWTPE"] "TPE" ["Taipei" "Taoyuan" "Hsinchu" "New Taipei City"] ["CO LTD" "INC" "CORP"];
    "JP" 35.7 139.7 4213.0 "+81" ["JPTYO" "JPYOK" "JPOSA"] "NRT" ["Tokyo" "Osaka" "Yokohama" "Nagoya"] ["KK" "CO LTD" "GK"];
    "KR" 37.5 127.0 1713.0 "+82" ["KRPUS" "KRINC"] "ICN" ["Seoul" "Suwon" "Incheon"] ["CO LTD" "CORP"];
    "SG" 1.35 103.8 501.0 "+65" ["SGSIN"] "SIN" ["Singapore"] ["PTE LTD" "PTE. LTD."];
    "MY" 3.1 101.7 400.0 "+60" ["MYPKG" "MYPEN" "MYTPP"] "KUL" ["Kuala Lumpur" "Johor Bahru" "Penang" "Cyberjaya"] ["SDN BHD" "SDN. BHD."];
    "TH" 13.7 100.5 515.0 "+66" ["THLCH" "THBKK"] "BKK" ["Bangkok" "Chonburi" "Samut Prakan"] ["CO LTD" "PCL"];
    "VN" 21.0 105.8 430.0 "+84" ["VNHPH" "VNSGN"] "HAN" ["Hanoi" "Bac Ninh" "Ho Chi Minh City"] ["CO LTD" "JSC"];
    "ID" -6.2 106.8 1371.0 "+62" ["IDJKT" "IDSUB"] "CGK" ["Jakarta" "Batam" "Surabaya"] ["PT" "TBK"];
    "PH" 14.6 121.0 437.0 "+63" ["PHMNL"] "MNL" ["Makati" "Laguna"] ["INC" "CORP"];
    "IN" 19.1 75.0 3550.0 "+91" ["INNSA" "INMAA" "INBLR"] "BOM" ["Mumbai" "Bengaluru" "Chennai" "Hyderabad"] ["PVT LTD" "LTD" "LLP"];
    "AE" 25.2 55.3 504.0 "+971" ["AEJEA" "AEDXB"] "DXB" ["Dubai" "Jebel Ali Free Zone, Dubai" "Abu Dhabi" "Sharjah"] ["FZE" "LLC" "FZCO" "DMCC"];
    "SA" 24.7 46.7 1067.0 "+966" ["SAJED" "SADMM"] "RUH" ["Riyadh" "Jeddah"] ["LLC" "CO"];
    "QA" 25.3 51.5 235.0 "+974" ["QADOH"] "DOH" ["Doha"] ["WLL"];
    "TR" 41.0 29.0 1108.0 "+90" ["TRIST" "TRMER"] "IST" ["Istanbul" "Ankara" "Mersin"] ["LTD STI" "AS"];
    "KZ" 43.2 76.9 261.0 "+7" ["KZALA" "KZDYK"] "ALA" ["Almaty" "Astana"] ["LLP" "TOO"];
    "KG" 42.9 74.6 14.0 "+996" ["KGFRU"] "FRU" ["Bishkek" "Osh"] ["LLC" "OSOO"];
    "AM" 40.2 44.5 24.0 "+374" ["AMEVN"] "EVN" ["Yerevan"] ["LLC" "CJSC"];
    "GE" 41.7 44.8 30.0 "+995" ["GEPTI" "GETBS"] "TBS" ["Tbilisi" "Poti"] ["LLC"];
    "UZ" 41.3 69.2 91.0 "+998" ["UZTAS"] "TAS" ["Tashkent"] ["LLC" "MCHJ"];
    "RU" 55.7 37.6 2021.0 "+7" ["RULED" "RUVVO" "RUMOW"] "SVO" ["Moscow" "Saint Petersburg" "Vladivostok" "Kazan"] ["OOO" "AO" "LLC"];
    "BY" 53.9 27.6 72.0 "+375" ["BYMSQ"] "MSQ" ["Minsk"] ["OOO" "ODO"];
    "IR" 35.7 51.4 404.0 "+98" ["IRBND"] "IKA" ["Tehran" "Isfahan"] ["CO" "PJS"];
    "DE" 50.1 8.7 4456.0 "+49" ["DEHAM" "DEBRV"] "FRA" ["Frankfurt" "Munich" "Hamburg" "Dortmund"] ["GMBH" "AG" "GMBH & CO KG"];
    "NL" 52.4 4.9 1118.0 "+31" ["NLRTM" "NLAMS"] "AMS" ["Rotterdam" "Eindhoven" "Tilburg"] ["BV" "B.V."];
    "GB" 51.5 -0.1 3340.0 "+44" ["GBFXT" "GBLGP"] "LHR" ["London" "Reading" "Manchester"] ["LTD" "PLC" "LIMITED"];
    "FR" 48.9 2.3 3031.0 "+33" ["FRLEH" "FRMRS"] "CDG" ["Paris" "Lyon" "Toulouse"] ["SAS" "SARL" "SA"];
    "IT" 45.5 9.2 2255.0 "+39" ["ITGOA" "ITTRS"] "MXP" ["Milan" "Turin" "Bologna"] ["SRL" "SPA"];
    "ES" 40.4 -3.7 1581.0 "+34" ["ESVLC" "ESBCN"] "MAD" ["Madrid" "Barcelona"] ["SL" "SA"];
    "PL" 52.2 21.0 811.0 "+48" ["PLGDN" "PLGDY"] "WAW" ["Warsaw" "Lodz" "Gdansk"] ["SP ZOO" "SA"];
    "CZ" 50.1 14.4 331.0 "+420" ["CZPRG"] "PRG" ["Prague" "Brno" "Kutna Hora"] ["SRO" "AS"];
    "LT" 54.7 25.3 78.0 "+370" ["LTKLJ" "LTVNO"] "VNO" ["Vilnius" "Klaipeda"] ["UAB"];
    "EE" 59.4 24.7 41.0 "+372" ["EETLL"] "TLL" ["Tallinn"] ["OU" "AS"];
    "FI" 60.2 24.9 300.0 "+358" ["FIHEL"] "HEL" ["Helsinki" "Espoo"] ["OY" "OYJ"];
    "SE" 59.3 18.1 593.0 "+46" ["SEGOT"] "ARN" ["Stockholm" "Lulea"] ["AB"];
    "NO" 59.9 10.7 485.0 "+47" ["NOOSL"] "OSL" ["Oslo" "Narvik"] ["AS"];
    "CH" 47.4 8.5 885.0 "+41" ["CHBSL"] "ZRH" ["Zurich" "Zug"] ["AG" "SA"];
    "AT" 48.2 16.4 516.0 "+43" ["ATVIE"] "VIE" ["Vienna" "Graz"] ["GMBH"];
    "BE" 50.8 4.4 632.0 "+32" ["BEANR"] "BRU" ["Antwerp" "Brussels"] ["NV" "BV"];
    "CY" 35.2 33.4 32.0 "+357" ["CYLMS"] "LCA" ["Limassol" "Nicosia"] ["LTD"];
    "BG" 42.7 23.3 102.0 "+359" ["BGVAR"] "SOF" ["Sofia" "Varna"] ["EOOD" "OOD"];
    "RS" 44.8 20.5 75.0 "+381" ["RSBEG"] "BEG" ["Belgrade"] ["DOO"];
    "MX" 20.7 -103.3 1789.0 "+52" ["MXZLO" "MXLZC"] "GDL" ["Guadalajara" "Ciudad Juarez" "Monterrey"] ["SA DE CV" "S DE RL DE CV"];
    "CA" 43.7 -79.4 2140.0 "+1" ["CAVAN" "CAMTR"] "YYZ" ["Toronto" "Montreal" "Vancouver"] ["INC" "LTD"];
    "BR" -23.5 -46.6 2174.0 "+55" ["BRSSZ"] "GRU" ["Sao Paulo" "Campinas"] ["LTDA" "SA"];
    "CL" -33.4 -70.7 336.0 "+56" ["CLSAI"] "SCL" ["Santiago"] ["SPA" "LTDA"];
    "ZA" -26.2 28.0 378.0 "+27" ["ZADUR" "ZACPT"] "JNB" ["Johannesburg" "Cape Town"] ["PTY LTD"];
    "EG" 30.0 31.2 396.0 "+20" ["EGALY" "EGPSD"] "CAI" ["Cairo" "Alexandria"] ["SAE" "LLC"];
    "IL" 32.1 34.8 510.0 "+972" ["ILASH" "ILHFA"] "TLV" ["Tel Aviv" "Haifa"] ["LTD"];
    "AU" -33.9 151.2 1724.0 "+61" ["AUSYD" "AUMEL"] "SYD" ["Sydney" "Melbourne"] ["PTY LTD" "LTD"];
    "NZ" -36.8 174.8 253.0 "+64" ["NZAKL"] "AKL" ["Auckland"] ["LTD"];
}

/// Index into [`PLACES`].
pub type PlaceId = usize;

/// The index of a country.
///
/// # Panics
/// If the simulated world does not have it; only called with literals that tests check.
pub fn place(cc: &str) -> PlaceId {
    PLACES
        .iter()
        .position(|p| p.cc == cc)
        .unwrap_or_else(|| panic!("no simulated country {cc}"))
}

/// Great-circle distance in thousands of kilometres, at least 0.3.
pub fn distance(a: PlaceId, b: PlaceId) -> f64 {
    let (lat1, lon1) = (PLACES[a].at.0.to_radians(), PLACES[a].at.1.to_radians());
    let (lat2, lon2) = (PLACES[b].at.0.to_radians(), PLACES[b].at.1.to_radians());
    let cos = lat1.sin() * lat2.sin() + lat1.cos() * lat2.cos() * (lon2 - lon1).cos();
    (cos.clamp(-1.0, 1.0).acos() * 6.371).max(0.3)
}

/// For every exporting country, the countries it sells to: weight grows with the size of both and
/// falls with distance. Flat: `weights[from * PLACES.len() + to]`, already summed up along `to`.
pub fn gravity() -> Vec<f64> {
    let count = PLACES.len();
    let mut summed = Vec::with_capacity(count * count);
    for from in 0..count {
        let mut sum = 0.0;
        for (to, place) in PLACES.iter().enumerate().take(count) {
            if to != from {
                sum += place.size.powf(0.85) / distance(from, to).powf(0.9);
            }
            summed.push(sum);
        }
    }
    summed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singapore_is_nearer_to_malaysia_than_to_chile() {
        let d = |a, b| distance(place(a), place(b));
        assert!(d("SG", "MY") < d("SG", "TH") && d("SG", "TH") < d("SG", "CL"));
        assert!((d("US", "NL") - 8.0).abs() < 1.5, "{}", d("US", "NL"));
    }

    #[test]
    fn every_country_has_a_code_of_its_own_and_what_records_need() {
        for (i, p) in PLACES.iter().enumerate() {
            assert_eq!(place(p.cc), i);
            assert!(!p.ports.is_empty() && !p.towns.is_empty() && !p.forms.is_empty());
        }
    }
}
