//! Looks at the headers of a Parquet file's pages before polars decodes them.
//!
//! Polars asks for as much memory as a header promises, and no `catch_unwind` stops the abort of a promise that cannot be
//! kept. So what headers say is held against the bytes there are and against the footer first.

use polars::error::{PolarsError, PolarsResult};
use polars_parquet::parquet::compression::Compression;
use polars_parquet::parquet::metadata::{ColumnChunkMetadata, FileMetadata};
use polars_parquet::parquet::schema::types::PhysicalType;
use polars_parquet_format::thrift::protocol::TCompactInputProtocol;
use polars_parquet_format::{PageHeader, PageType};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};

/// Bytes of one header: it may hold the least and the greatest value of its page.
const HEADER: usize = 16 << 20;

/// Bytes of a decompressed page up to which its compression is not looked at.
const SMALL: u64 = 64 << 20;

/// The most decompressed bytes for one compressed byte in a larger page, unless a limit says otherwise.
pub const RATIO: u64 = 1_000;

/// The longest value of a column of values of one length: identifiers have 16 bytes, decimals up to 32.
const FIXED: usize = 64;

/// Checks that the footer counts its rows alike everywhere, and no more than `most`.
///
/// # Errors
/// If the row groups do not add up to the rows of the file, or those are too many to be true.
pub fn rows(metadata: &FileMetadata, most: u64) -> PolarsResult<()> {
    let mut groups = metadata.row_groups.iter().map(|group| group.num_rows());
    let sum = groups.try_fold(0_usize, usize::checked_add);
    if sum != Some(metadata.num_rows) {
        return Err(damaged(format!(
            "its footer promises {} rows and {} in groups",
            metadata.num_rows,
            sum.map_or("very many".to_owned(), |sum| sum.to_string())
        )));
    }
    if metadata.num_rows as u64 > most {
        return Err(damaged(format!(
            "it promises {} rows, more than its bytes can hold",
            metadata.num_rows
        )));
    }
    Ok(())
}

/// Whether cells of this column are read: lists and structures are no cells of a table, nor are long binary values.
pub fn readable(column: &ColumnChunkMetadata) -> bool {
    let descriptor = column.descriptor();
    let flat = descriptor.descriptor.max_rep_level == 0 && descriptor.path_in_schema.len() == 1;
    flat && !matches!(column.physical_type(), PhysicalType::FixedLenByteArray(length) if length > FIXED)
}

/// Checks every page of one column in one row group of `rows` rows; its values are taken to be flat.
///
/// # Errors
/// If a header cannot be read, or promises more than there is.
pub fn chunk(
    file: &mut BufReader<File>,
    column: &ColumnChunkMetadata,
    rows: usize,
    ratio: u64,
) -> PolarsResult<()> {
    if u64::try_from(column.num_values()).ok() != Some(rows as u64) {
        return Err(damaged(format!(
            "a column of {rows} rows promises {} values",
            column.num_values()
        )));
    }
    let range = column.byte_range();
    let (mut at, mut values) = (range.start, 0);
    // A dictionary may stand before no rows at all.
    while values < rows as u64 || (at == range.start && at < range.end) {
        let (held, end) = page(file, column, at, ratio)?;
        values += held;
        at = end;
    }
    if values > rows as u64 {
        return Err(damaged(format!(
            "the pages of a column promise {values} values for {rows} rows"
        )));
    }
    Ok(())
}

/// Checks the first page of a column, which is its dictionary if it has one: polars opens that also where it reads no rows.
///
/// # Errors
/// As [`chunk`].
pub fn dictionary(
    file: &mut BufReader<File>,
    column: &ColumnChunkMetadata,
    ratio: u64,
) -> PolarsResult<()> {
    let range = column.byte_range();
    if range.is_empty() {
        return Ok(());
    }
    page(file, column, range.start, ratio).map(|_| ())
}

/// Checks one page: the values it holds, 0 for a dictionary, and where it ends.
fn page(
    file: &mut BufReader<File>,
    column: &ColumnChunkMetadata,
    at: u64,
    ratio: u64,
) -> PolarsResult<(u64, u64)> {
    let (header, start) = header(file, at)?;
    let compressed = bytes(header.compressed_page_size)?;
    let plain = bytes(header.uncompressed_page_size)?;
    let end = start + compressed;
    if end > column.byte_range().end {
        return Err(damaged("a page is longer than its column"));
    }
    let most = match column.compression() {
        Compression::Uncompressed => compressed,
        _ => compressed.saturating_mul(ratio).max(SMALL),
    };
    if plain > most {
        return Err(damaged(format!(
            "a page of {compressed} bytes promises {plain}, more than {ratio} times as many (the limit compression-ratio of input)"
        )));
    }
    let held = match (
        header.type_,
        header.dictionary_page_header,
        header.data_page_header,
        header.data_page_header_v2,
    ) {
        (PageType::DICTIONARY_PAGE, Some(page), None, None) => {
            // Each value takes a byte at least.
            if bytes(page.num_values)? > plain {
                return Err(damaged("a dictionary has more values than bytes"));
            }
            0
        }
        (PageType::DATA_PAGE, None, Some(page), None) => bytes(page.num_values)?,
        (PageType::DATA_PAGE_V2, None, None, Some(page)) => {
            let held = bytes(page.num_values)?;
            let levels = bytes(page.definition_levels_byte_length)?
                + bytes(page.repetition_levels_byte_length)?;
            if bytes(page.num_nulls)? > held || bytes(page.num_rows)? > held || levels > plain {
                return Err(damaged("the header of a page contradicts itself"));
            }
            held
        }
        (PageType::INDEX_PAGE, None, None, None) => 0,
        _ => return Err(damaged("the header of a page is not of its kind")),
    };
    Ok((held, end))
}

/// The header at a place, and where the bytes of its page begin.
fn header(file: &mut BufReader<File>, at: u64) -> PolarsResult<(PageHeader, u64)> {
    let now = file.stream_position().map_err(PolarsError::from)?;
    match i64::try_from(i128::from(at) - i128::from(now)) {
        // Within what was read already where it can be.
        Ok(by) => file.seek_relative(by),
        Err(_) => file.seek(SeekFrom::Start(at)).map(|_| ()),
    }
    .map_err(PolarsError::from)?;
    let mut counted = Counted { file, read: 0 };
    let header = {
        let mut protocol = TCompactInputProtocol::new(&mut counted, HEADER);
        PageHeader::read_from_in_protocol(&mut protocol)
    }
    .map_err(|error| damaged(format!("the header of a page: {error}")))?;
    Ok((header, at + counted.read))
}

struct Counted<'a> {
    file: &'a mut BufReader<File>,
    read: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(into)?;
        self.read += count as u64;
        Ok(count)
    }
}

fn bytes(count: i32) -> PolarsResult<u64> {
    u64::try_from(count).map_err(|_| damaged(format!("a header counts {count}")))
}

fn damaged(why: impl Into<String>) -> PolarsError {
    PolarsError::ComputeError(format!("the file is damaged: {}", why.into()).into())
}
