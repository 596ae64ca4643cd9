//! What a REST request carries: the id in its path, the fields in its body, the window in its query.

use crate::error::{BadRequest, RestError, RestResult};
use axum::{
    Json, RequestPartsExt,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderMap, HeaderName, StatusCode, header, request::Parts},
    response::IntoResponse,
};
use domain::{
    Error, FieldCode, FieldError, FieldErrors, Noun, Page, Pagination, page::Window, url::QueryReader,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::str::FromStr;

/// So many wrong fields are told; a body with more is not worth reading to its end.
const MOST_ERRORS: usize = 50;

/// The one parameter of the path. What is no id leads nowhere: 404.
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr> FromRequestParts<S> for Id<T> {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> RestResult<Self> {
        let nowhere = RestError::Domain(Error::NotFound(Noun::Page));
        let Path(text) = parts.extract::<Path<String>>().await.map_err(|_| nowhere.clone())?;
        text.parse().map(Id).map_err(|_| nowhere)
    }
}

/// The fields of a JSON body, not yet looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields(Map<String, Value>);

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = RestError;

    async fn from_request(request: Request, state: &S) -> RestResult<Self> {
        if !is_json(request.headers()) {
            return Err(BadRequest::MediaType("application/json").into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| {
            match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => BadRequest::TooLarge,
                _ => BadRequest::Other,
            }
        })?;
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Self(fields)),
            _ => Err(BadRequest::Syntax.into()),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

impl Fields {
    /// A new draft of these fields.
    ///
    /// # Errors
    /// 422 with every field that the draft does not know or whose type is wrong.
    pub fn draft<T: Default + Serialize + DeserializeOwned>(&self) -> RestResult<T> {
        self.over(&T::default())
    }

    /// Whether the body names this field, be it null.
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// A stored draft with these fields over it: what is absent keeps its value.
    ///
    /// # Errors
    /// 422 with every field that the draft does not know or whose type is wrong.
    pub fn over<T: Serialize + DeserializeOwned>(&self, stored: &T) -> RestResult<T> {
        let Ok(Value::Object(mut merged)) = serde_json::to_value(stored) else {
            return Err(Error::Internal { incident: String::new() }.into());
        };
        let mut wrong = vec![];
        for (field, value) in &self.0 {
            if wrong.len() == MOST_ERRORS {
                break;
            }
            if !merged.contains_key(field) {
                wrong.push(FieldError::new(field, FieldCode::NotAllowed));
                continue;
            }
            let kept = merged.insert(field.clone(), value.clone());
            if serde_json::from_value::<T>(Value::Object(merged.clone())).is_err() {
                wrong.push(FieldError::new(field, FieldCode::Malformed));
                merged.insert(field.clone(), kept.unwrap_or_default());
            }
        }
        if !wrong.is_empty() {
            return Err(Error::Invalid(FieldErrors(wrong)).into());
        }
        serde_json::from_value(Value::Object(merged)).map_err(|_| BadRequest::Other.into())
    }
}

/// The answer to a creation: where the new record is, and the record.
pub type Created<T> = (StatusCode, [(HeaderName, String); 1], Json<T>);

pub fn created<T>(location: String, record: T) -> Created<T> {
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(record))
}

/// A short list as a page: the part that `limit` and `offset` ask for.
///
/// # Errors
/// 422 for a parameter that cannot be read.
pub fn page<T>(rows: Vec<T>, query: Option<String>) -> RestResult<Page<T>> {
    let mut reader = QueryReader::new(query.as_deref().unwrap_or_default());
    let Window { limit, offset, .. } = RestError::unless_read((reader.window(), reader.errors()))?;
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let skip = usize::try_from(offset).unwrap_or(usize::MAX);
    let data = rows.into_iter().skip(skip).take(limit as usize).collect();
    let pagination =
        Pagination { limit, offset, total, total_capped: false, next_cursor: None, prev_cursor: None };
    Ok(Page { data, pagination })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::equipment::EquipmentDraft;

    fn fields(json: &str) -> Fields {
        Fields(serde_json::from_str(json).expect("an object"))
    }

    #[test]
    fn what_is_absent_keeps_its_value() {
        let stored = EquipmentDraft { code: "A".into(), notes: "kept".into(), ..Default::default() };
        let draft: EquipmentDraft = fields(r#"{"code":"B","line_id":null}"#).over(&stored).expect("valid");
        assert_eq!((draft.code.as_str(), draft.notes.as_str()), ("B", "kept"));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = fields(r#"{"code":["A"],"role":"admin","name":"x","specifications":3}"#);
        let Err(RestError::Domain(Error::Invalid(FieldErrors(errors)))) = wrong.draft::<EquipmentDraft>()
        else {
            panic!("taken");
        };
        let told: Vec<_> = errors.into_iter().map(|e| (e.field, e.code)).collect();
        let wanted = [
            ("code".to_owned(), FieldCode::Malformed),
            ("role".to_owned(), FieldCode::NotAllowed),
            ("specifications".to_owned(), FieldCode::Malformed),
        ];
        assert_eq!(told, wanted);
    }

    #[test]
    fn a_body_of_nonsense_is_not_answered_with_all_of_it() {
        let body = Fields((0..70_000).map(|n| (format!("x{n}"), Value::Null)).collect());
        let Err(RestError::Domain(Error::Invalid(FieldErrors(errors)))) = body.draft::<EquipmentDraft>()
        else {
            panic!("taken");
        };
        assert_eq!(errors.len(), 50);
    }
}
