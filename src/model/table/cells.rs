//! The cells of one column on their way into a row group.

use polars_arrow::array::{
    Array, DictionaryArray, MutableBinaryViewArray, PrimitiveArray, Utf8ViewArray,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ArrowDataType, IntegerType};
use std::borrow::Cow;

/// The cells of one column, typed.
pub struct Cells(pub(super) Box<dyn Array>);

/// A column whose first cells are mostly different from one another is not worth a dictionary.
const SAMPLE: usize = 4096;

/// Texts that are read at once.
const NEAR: usize = 512;

impl Cells {
    /// Text, given as codes (equal code, equal text) and what a code stands for.
    /// `None` is null. Repeated texts are stored once.
    pub fn coded<'a>(
        codes: impl ExactSizeIterator<Item = Option<u32>>,
        text: impl Fn(u32) -> Cow<'a, str>,
    ) -> Self {
        // Codes and texts are read first and looked at afterwards, so that the waits for memory overlap: they lie all
        // over the run.
        let codes: Vec<Option<u32>> = codes.collect();
        let mut keys: Vec<u32> = Vec::with_capacity(codes.len());
        let mut distinct: Vec<u32> = Vec::new();
        let mut seen: rustc_hash::FxHashMap<u32, u32> = rustc_hash::FxHashMap::default();
        let mut last: Option<(u32, u32)> = None;
        for &code in &codes {
            let key = match (code, last) {
                (None, _) => 0,
                (Some(code), Some((previous, key))) if previous == code => key,
                (Some(code), _) => {
                    let key = *seen.entry(code).or_insert_with(|| {
                        distinct.push(code);
                        (distinct.len() - 1) as u32
                    });
                    last = Some((code, key));
                    key
                }
            };
            keys.push(key);
            if keys.len() == SAMPLE && distinct.len() > SAMPLE / 4 * 3 {
                let mut out = MutableBinaryViewArray::<str>::with_capacity(codes.len());
                for codes in codes.chunks(NEAR) {
                    let texts: Vec<_> = codes.iter().map(|code| code.map(&text)).collect();
                    for text in &texts {
                        match text {
                            Some(text) => out.push_value(text.as_ref()),
                            None => out.push_null(),
                        }
                    }
                }
                return Self(out.freeze().boxed());
            }
        }
        let mut values = MutableBinaryViewArray::<str>::with_capacity(distinct.len());
        for codes in distinct.chunks(NEAR) {
            let texts: Vec<Cow<'_, str>> = codes.iter().map(|&code| text(code)).collect();
            texts
                .iter()
                .for_each(|text| values.push_value(text.as_ref()));
        }
        let validity: Bitmap = codes.iter().map(Option::is_some).collect();
        Self::dictionary(keys, validity, values.freeze())
    }

    /// Text as it comes; repeats are found by their bytes.
    pub fn texts<'a, T: Into<Cow<'a, str>>>(cells: impl Iterator<Item = Option<T>>) -> Self {
        let mut out = MutableBinaryViewArray::<str>::with_capacity(cells.size_hint().0);
        for cell in cells {
            match cell {
                Some(text) => out.push_value(text.into().as_ref()),
                None => out.push_null(),
            }
        }
        Self(out.freeze().boxed())
    }

    /// The same text in every row.
    pub fn constant(text: &str, rows: usize) -> Self {
        let mut values = MutableBinaryViewArray::<str>::with_capacity(1);
        values.push_value(text);
        Self::dictionary(
            vec![0; rows],
            Bitmap::new_with_value(true, rows),
            values.freeze(),
        )
    }

    /// Numbers; NaN becomes null.
    pub fn numbers(cells: impl Iterator<Item = Option<f64>>) -> Self {
        Self(PrimitiveArray::<f64>::from_iter(cells).boxed())
    }

    /// Whole numbers.
    pub fn wholes(cells: impl Iterator<Item = Option<i64>>) -> Self {
        Self(PrimitiveArray::<i64>::from_iter(cells).boxed())
    }

    /// Days since 1970-01-01.
    pub fn days(cells: impl Iterator<Item = Option<crate::model::Day>>) -> Self {
        let days = PrimitiveArray::<i32>::from_iter(cells.map(|day| day.map(|day| day.epoch())));
        Self(days.to(ArrowDataType::Date32).boxed())
    }

    fn dictionary(keys: Vec<u32>, validity: Bitmap, values: Utf8ViewArray) -> Self {
        let validity = (validity.unset_bits() > 0).then_some(validity);
        let keys = PrimitiveArray::new(ArrowDataType::UInt32, keys.into(), validity);
        let kind = ArrowDataType::Dictionary(
            IntegerType::UInt32,
            Box::new(ArrowDataType::Utf8View),
            false,
        );
        // The keys index `values` by construction.
        match DictionaryArray::<u32>::try_new(kind, keys, values.boxed()) {
            Ok(array) => Self(array.boxed()),
            Err(_) => Self(Utf8ViewArray::new_null(ArrowDataType::Utf8View, 0).boxed()),
        }
    }
}
