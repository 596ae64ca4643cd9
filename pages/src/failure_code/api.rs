//! Server functions of failure codes.

use crate::record::record_functions;
use domain::{FailureCodeId, failure_code::FailureCodeDraft};

record_functions!(
    save_failure_code "failure-code/save",
    delete_failure_code "failure-code/delete",
    FailureCodeDraft,
    FailureCodeId
);
