//! What may be done to an account.

use crate::{Refusal, Role};

/// Whether an account may stop being an active administrator, given how many others there are.
///
/// # Errors
/// [`Refusal::LastAdmin`]: nobody could ever administer the platform again.
pub fn may_leave_administration(
    role: Role,
    is_active: bool,
    other_active_admins: u64,
) -> Result<(), Refusal> {
    if role == Role::Admin && is_active && other_active_admins == 0 {
        return Err(Refusal::LastAdmin);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_active_admin_stays() {
        assert_eq!(may_leave_administration(Role::Admin, true, 0), Err(Refusal::LastAdmin));
        assert_eq!(may_leave_administration(Role::Admin, true, 1), Ok(()));
        assert_eq!(may_leave_administration(Role::Admin, false, 0), Ok(()));
        assert_eq!(may_leave_administration(Role::Client, true, 0), Ok(()));
    }
}
