//! Working time: shifts, closures, absences and on-call duty, in the zone of the site.
