//! The day: what is in force and what is published hangs on it.

use std::time::Duration;

/// A moment longer than the rest of the day, so that it is tomorrow behind it.
pub fn until_tomorrow() -> Duration {
    const MOMENT: Duration = Duration::from_secs(1);
    let now = jiff::Zoned::now();
    let next = now.tomorrow().and_then(|day| day.start_of_day());
    let left = next.ok().and_then(|next| Duration::try_from(now.duration_until(&next)).ok());
    left.unwrap_or(Duration::from_secs(3600)) + MOMENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_an_end() {
        let left = until_tomorrow();
        assert!(left > Duration::ZERO && left <= Duration::from_secs(26 * 3600));
    }
}
