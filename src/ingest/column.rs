//! The canonical columns of the shipments table.

macro_rules! columns {
    ($($name:ident = $word:literal),* $(,)?) => {
        /// A canonical column, in the order of the canonical table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each variant is the column of that name")]
        pub enum Column { $($name),* }

        impl Column {
            /// Every column, in order.
            pub const ALL: &[Column] = &[$(Column::$name),*];

            /// The column's name in tables.
            pub const fn word(self) -> &'static str {
                match self { $(Column::$name => $word),* }
            }

            /// The column of this name.
            pub fn from_word(word: &str) -> Option<Column> {
                match word { $($word => Some(Column::$name),)* _ => None }
            }
        }
    };
}

columns! {
    RecordId = "record_id",
    Date = "date",
    ShipperName = "shipper_name",
    ShipperAddress = "shipper_address",
    ShipperCountry = "shipper_country",
    ShipperId = "shipper_id",
    ConsigneeName = "consignee_name",
    ConsigneeAddress = "consignee_address",
    ConsigneeCountry = "consignee_country",
    ConsigneeId = "consignee_id",
    NotifyName = "notify_name",
    ForwarderName = "forwarder_name",
    Carrier = "carrier",
    TransportMode = "transport_mode",
    Vessel = "vessel",
    Voyage = "voyage",
    BillOfLading = "bill_of_lading",
    MasterBill = "master_bill",
    Container = "container",
    OriginCountry = "origin_country",
    ExportCountry = "export_country",
    DestinationCountry = "destination_country",
    PortLading = "port_lading",
    PortUnlading = "port_unlading",
    PlaceReceipt = "place_receipt",
    FinalDestination = "final_destination",
    HsCode = "hs_code",
    Description = "description",
    Quantity = "quantity",
    QuantityUnit = "quantity_unit",
    GrossWeight = "gross_weight",
    NetWeight = "net_weight",
    WeightUnit = "weight_unit",
    Value = "value",
    Currency = "currency",
    UnitPrice = "unit_price",
    Incoterm = "incoterm",
    Brand = "brand",
}

impl Column {
    /// Number of columns.
    pub const COUNT: usize = Column::ALL.len();
}

impl<'de> serde::Deserialize<'de> for Column {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Column::from_word(&word)
            .ok_or_else(|| serde::de::Error::custom(format!("'{word}' is not a canonical column")))
    }
}

impl serde::Serialize for Column {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_columns_are_one_to_one() {
        assert_eq!(Column::COUNT, 38);
        for &column in Column::ALL {
            assert_eq!(Column::from_word(column.word()), Some(column));
            assert_eq!(Column::ALL[column as usize], column);
        }
    }
}
