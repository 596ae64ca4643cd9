//! Planning: the verdict of a move, conflicts, capacity, ranked technicians and the proposal of a week.
