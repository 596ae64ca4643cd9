//! What is too much, too far or in no text is refused with its field, by every operation that takes it.

use crate::rest::client::with_api;

/// The lists of the document that have such a parameter, with an id in their address where they ask for one.
fn lists(parameter: &str, id: i64) -> Vec<String> {
    let document = serde_json::to_value(server::rest::openapi()).expect("json");
    let mut found = vec![];
    for (path, item) in document["paths"].as_object().expect("paths") {
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let of_equipment = path.starts_with("/api/v1/equipment/");
        if parameters.iter().any(|p| p["name"] == parameter) && (of_equipment || !path.contains('{')) {
            found.push(path.replace("{id}", &id.to_string()));
        }
    }
    assert!(found.len() > 4, "{found:?}");
    found
}

#[tokio::test]
async fn a_window_that_no_database_takes_is_refused_by_every_list() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let machine = w.equipment(site, "PH-001").await;
        for path in lists("offset", machine.0) {
            for (query, wrong) in [
                ("offset=9223372036854775808", "offset: out_of_range"),
                ("offset=18446744073709551615", "offset: out_of_range"),
                ("offset=18446744073709551616", "offset: unknown_value"),
                ("offset=-1", "offset: unknown_value"),
                ("limit=0", "limit: out_of_range"),
                ("limit=201", "limit: out_of_range"),
            ] {
                let answer = api.get(&format!("{path}?{query}")).await;
                assert_eq!(answer.status, 422, "{path}?{query}: {}", answer.body);
                assert_eq!(answer.wrong_fields(), [wrong], "{path}?{query}");
            }
            let far = api.get(&format!("{path}?offset=1000000000&limit=200")).await;
            assert_eq!(far.status, 200, "{path}: {}", far.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_cursor_with_a_zero_character_is_refused_by_every_list() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let machine = w.equipment(site, "PH-001").await;
        for path in lists("cursor", machine.0) {
            let answer = api.get(&format!("{path}?cursor=n1.%00")).await;
            assert_eq!(answer.status, 422, "{path}: {}", answer.body);
            assert_eq!(answer.wrong_fields(), ["cursor: unknown_value"], "{path}");
        }
        let answer = api.get("/api/v1/audit?actor=%00").await;
        assert_eq!(
            (answer.status.as_u16(), answer.wrong_fields()),
            (422, vec!["actor: unknown_value".into()])
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_of_more_than_500_equipments_is_refused() {
    with_api(|_, api| async move {
        let ids = (1..=70_000).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
        for change in [r#""state":"active""#, r#""line_id":null"#] {
            let answer = api.post("/api/v1/equipment/bulk", &format!(r#"{{"ids":[{ids}],{change}}}"#)).await;
            assert_eq!((answer.status.as_u16(), answer.wrong_fields()), (422, vec!["ids: too_many".into()]));
        }
    })
    .await;
}
