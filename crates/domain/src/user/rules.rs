//! What may be done to an account.

use crate::{Refusal, Role, UserId};

/// Whether somebody may take an account's rights away: not their own, by mistake or in a temper.
///
/// # Errors
/// [`Refusal::OwnAccount`].
pub fn may_deactivate(by: Option<UserId>, account: UserId) -> Result<(), Refusal> {
    if by == Some(account) { Err(Refusal::OwnAccount) } else { Ok(()) }
}

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
    fn nobody_locks_themselves_out() {
        assert_eq!(may_deactivate(Some(UserId(1)), UserId(1)), Err(Refusal::OwnAccount));
        assert_eq!(may_deactivate(Some(UserId(2)), UserId(1)), Ok(()));
        assert_eq!(may_deactivate(None, UserId(1)), Ok(()));
    }

    #[test]
    fn the_last_active_admin_stays() {
        assert_eq!(may_leave_administration(Role::Admin, true, 0), Err(Refusal::LastAdmin));
        assert_eq!(may_leave_administration(Role::Admin, true, 1), Ok(()));
        assert_eq!(may_leave_administration(Role::Admin, false, 0), Ok(()));
        assert_eq!(may_leave_administration(Role::Client, true, 0), Ok(()));
    }
}
