//! A point for each country, to tell a detour from a route.

use crate::model::Country;

/// The built-in list: latitude and longitude in degrees.
const POINTS: &str = include_str!("../../data/reference/country_points.csv");

/// Kilometres round the globe divided by a full turn in radians: the mean radius of the earth.
const EARTH_RADIUS_KM: f64 = 6371.0;

/// Points of countries, by ordinal of the country.
#[derive(Clone, Debug)]
pub struct Points {
    at: Vec<Option<(f64, f64)>>,
}

impl Default for Points {
    fn default() -> Self {
        let mut at = vec![None; 676];
        for line in POINTS.lines() {
            let mut cells = line.split(',');
            let country = cells.next().and_then(Country::from_code);
            let mut degrees = || cells.next()?.parse::<f64>().ok().map(f64::to_radians);
            if let (Some(country), Some(latitude), Some(longitude)) =
                (country, degrees(), degrees())
            {
                at[country.ordinal()] = Some((latitude, longitude));
            }
        }
        Self { at }
    }
}

impl Points {
    /// Great-circle distance in kilometres, by the haversine formula; `None` if a country has no point.
    pub fn km(&self, a: Country, b: Country) -> Option<f64> {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (self.at[a.ordinal()]?, self.at[b.ordinal()]?);
        let half = |x: f64| (x / 2.0).sin().powi(2);
        let h = half(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * half(lon_b - lon_a);
        Some(2.0 * EARTH_RADIUS_KM * h.sqrt().min(1.0).asin())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_an_atlas_within_a_few_per_cent() {
        let points = Points::default();
        let km = |a, b| {
            points
                .km(Country::known(a), Country::known(b))
                .expect("listed")
        };
        assert!((km("SG", "JP") - 5320.0).abs() < 150.0);
        assert!((km("DE", "RU") - 2020.0).abs() < 100.0);
        assert!(km("CN", "CN") < 1.0);
        assert_eq!(points.km(Country::known("ZZ"), Country::known("CN")), None);
    }
}
