//! Typed ids. A row number of one table cannot be used to index another.

/// Declares a dense id: a `u32` index that costs four bytes also inside `Option`.
macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $name(std::num::NonZeroU32);

        impl $name {
            /// The id of row `index`, counted from 0.
            ///
            /// # Panics
            /// Beyond 4,294,967,294 rows; ingest refuses larger inputs first.
            #[inline]
            pub fn new(index: usize) -> Self {
                let raw = u32::try_from(index).ok().and_then(|i| i.checked_add(1));
                match raw.and_then(std::num::NonZeroU32::new) {
                    Some(raw) => Self(raw),
                    None => panic!("{} out of ids at row {index}", stringify!($name)),
                }
            }

            /// The row, counted from 0.
            #[inline]
            pub fn index(self) -> usize {
                self.0.get() as usize - 1
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.index())
            }
        }

        impl $crate::model::id::Id for $name {
            fn new(index: usize) -> Self {
                Self::new(index)
            }
            fn index(self) -> usize {
                Self::index(self)
            }
        }
    };
}

/// What every dense id can do.
pub trait Id: Copy + Eq + Ord {
    /// The id of row `index`, counted from 0.
    fn new(index: usize) -> Self;
    /// The row, counted from 0.
    fn index(self) -> usize;
}

dense_id!(
    /// A canonical shipment: a row of [`Shipments`](super::Shipments).
    ShipmentId
);
dense_id!(
    /// A party as written: a row of [`Parties`](super::Parties).
    PartyId
);
dense_id!(
    /// A firm after resolution: a row of [`Entities`](super::Entities).
    EntityId
);
dense_id!(
    /// A link between two entities.
    LinkId
);
dense_id!(
    /// A recognised product: a row of the catalogue.
    ItemId
);

/// A vector that only its own id can index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdVec<I, T> {
    rows: Vec<T>,
    id: std::marker::PhantomData<fn(I)>,
}

impl<I: Id, T> IdVec<I, T> {
    /// An empty vector.
    pub fn new() -> Self {
        Self::from(Vec::new())
    }

    /// Adds a row and returns its id.
    pub fn push(&mut self, row: T) -> I {
        let id = I::new(self.rows.len());
        self.rows.push(row);
        id
    }

    /// The row, or `None` past the end.
    pub fn get(&self, id: I) -> Option<&T> {
        self.rows.get(id.index())
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// No rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows in id order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }

    /// The rows in id order, mutable.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }

    /// The ids in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    /// Ids with their rows, in order.
    pub fn enumerate(&self) -> impl ExactSizeIterator<Item = (I, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(i, row)| (I::new(i), row))
    }

    /// The rows as a slice.
    pub fn as_slice(&self) -> &[T] {
        &self.rows
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T> From<Vec<T>> for IdVec<I, T> {
    fn from(rows: Vec<T>) -> Self {
        Self {
            rows,
            id: std::marker::PhantomData,
        }
    }
}

impl<I: Id, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(rows: It) -> Self {
        Self::from(rows.into_iter().collect::<Vec<T>>())
    }
}

impl<I, T: serde::Serialize> serde::Serialize for IdVec<I, T> {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(out)
    }
}

impl<'de, I, T: serde::Deserialize<'de>> serde::Deserialize<'de> for IdVec<I, T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Vec::deserialize(from).map(Self::from)
    }
}

impl<I: Id, T> std::ops::Index<I> for IdVec<I, T> {
    type Output = T;
    #[inline]
    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> std::ops::IndexMut<I> for IdVec<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_optional_id_costs_no_more_than_an_id() {
        assert_eq!(size_of::<Option<ShipmentId>>(), 4);
        assert_eq!(ShipmentId::new(0).index(), 0);
    }
}
