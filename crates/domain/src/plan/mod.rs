//! Preventive plans: which occurrence is due when, and why.
