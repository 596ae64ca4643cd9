//! Documents over REST: sent, listed, read whole and in part, deleted and brought back.

use crate::rest::client::{Answer, Api, with_api};
use axum::http::StatusCode;
use domain::Role;

const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n";

async fn send(api: &Api, fields: &[(&str, &str)], file: Option<(&str, &str)>, file_first: bool) -> Answer {
    let file = file.map(file_part).unwrap_or_default();
    let fields = field_parts(fields);
    post(api, &if file_first { file + &fields } else { fields + &file }).await
}

async fn send_around(
    api: &Api,
    before: &[(&str, &str)],
    file: (&str, &str),
    after: &[(&str, &str)],
) -> Answer {
    post(api, &(field_parts(before) + &file_part(file) + &field_parts(after))).await
}

fn file_part((name, content): (&str, &str)) -> String {
    format!(
        "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/html\r\n\r\n{content}\r\n"
    )
}

fn field_parts(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| {
            format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        })
        .collect()
}

async fn post(api: &Api, parts: &str) -> Answer {
    let kind = "multipart/form-data; boundary=cut";
    api.send("POST", "/api/v1/documents", &[("content-type", kind)], &format!("{parts}--cut--\r\n")).await
}

#[tokio::test]
async fn a_document_is_sent_read_deleted_and_brought_back() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let fields = [("entity", "equipment"), ("entity_id", id.as_str()), ("kind", "manual")];
        for file_first in [false, true] {
            let sent = send(&api, &fields, Some(("Schéma d’ensemble.pdf", PDF)), file_first).await;
            assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.body);
            let view = sent.json();
            assert_eq!(view["media_type"], "application/pdf", "what the sender calls it does not count");
            assert_eq!((view["kind"].as_str(), view["version"].as_i64()), (Some("manual"), Some(1)));
            assert_eq!(view["size"].as_i64(), Some(PDF.len() as i64));
            let path = sent.header("location").expect("where it is").to_owned();
            assert_eq!(view["url"], format!("{path}/content"));
            assert_eq!(api.get(&path).await.json(), view);
        }
        // In between: what comes after the file counts as well.
        let (before, after) = (&fields[..2], [("kind", "report")]);
        let between = send_around(&api, before, ("Relevé.txt", "3 bar"), &after).await;
        assert_eq!((between.status, between.json()["kind"].as_str()), (StatusCode::CREATED, Some("report")));
        let wrong = send_around(&api, before, ("Relevé.txt", "3 bar"), &[("kind", "song")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let path = format!("/api/v1/documents/{}", between.json()["id"]);
        assert_eq!(api.send("DELETE", &path, &[], "").await.status, StatusCode::NO_CONTENT);

        let list = format!("/api/v1/documents?entity=equipment&entity_id={id}");
        let listed = api.get(&list).await.json();
        assert_eq!(listed["data"].as_array().map(Vec::len), Some(2));
        let none = api.get(&format!("{list}&kind=photo")).await.json();
        assert_eq!(none["data"].as_array().map(Vec::len), Some(0));

        let path = format!("/api/v1/documents/{}", listed["data"][0]["id"]);
        assert_eq!(api.send("DELETE", &path, &[], "").await.status, StatusCode::NO_CONTENT);
        assert_eq!(api.get(&path).await.status, StatusCode::NOT_FOUND);
        assert_eq!(api.get(&format!("{path}/content")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(api.post(&format!("{path}/restore"), "").await.status, StatusCode::OK);
        assert_eq!(api.get(&format!("{path}/content")).await.body, PDF);
        let changed = api.send("PATCH", &path, &[], r#"{"kind":"drawing"}"#).await;
        assert_eq!(changed.json()["kind"], "drawing");
    })
    .await;
}

#[tokio::test]
async fn a_content_does_nothing_in_a_browser() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let fields = [("entity", "equipment"), ("entity_id", id.as_str())];
        let pdf = send(&api, &fields, Some(("Schéma.pdf", PDF)), false).await.json();
        let text = send(&api, &fields, Some(("notes.txt", "bonjour")), false).await.json();
        let kept = api.get(pdf["url"].as_str().expect("an address")).await;
        assert_eq!(kept.header("content-type"), Some("application/pdf"));
        assert_eq!(kept.header("x-content-type-options"), Some("nosniff"));
        let named = "attachment; filename=\"Sch_ma.pdf\"; filename*=UTF-8''Sch%C3%A9ma.pdf";
        assert_eq!(kept.header("content-disposition"), Some(named));
        assert!(kept.header("content-security-policy").is_some_and(|p| p.contains("sandbox")));
        assert_eq!(kept.header("x-frame-options"), Some("DENY"));
        // Shown in our own pages' frame, and nowhere else.
        let shown = api.get(&format!("{}?inline=1", pdf["url"].as_str().expect("an address"))).await;
        assert!(shown.header("content-disposition").is_some_and(|d| d.starts_with("inline")));
        assert!(
            shown.header("content-security-policy").is_some_and(|p| p.contains("frame-ancestors 'self'"))
        );
        assert_eq!(shown.header("x-frame-options"), Some("SAMEORIGIN"));
        // A text is never shown, whatever is asked.
        let text = api.get(&format!("{}?inline=1", text["url"].as_str().expect("an address"))).await;
        assert!(text.header("content-disposition").is_some_and(|d| d.starts_with("attachment")));
        assert!(text.header("content-security-policy").is_some_and(|p| p.contains("sandbox")));
    })
    .await;
}

#[tokio::test]
async fn a_part_of_a_content_is_enough() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let fields = [("entity", "equipment"), ("entity_id", id.as_str())];
        let view = send(&api, &fields, Some(("a.pdf", PDF)), false).await.json();
        let url = view["url"].as_str().expect("an address").to_owned();
        let part = api.send("GET", &url, &[("range", "bytes=0-7"), ("accept-encoding", "gzip")], "").await;
        assert_eq!((part.status, part.body.as_str()), (StatusCode::PARTIAL_CONTENT, "%PDF-1.4"));
        let whole = PDF.len();
        assert_eq!(part.header("content-range"), Some(format!("bytes 0-7/{whole}").as_str()));
        let beyond = api.send("GET", &url, &[("range", "bytes=9999-")], "").await;
        assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
        let tag = format!("\"{}\"", view["sha256"].as_str().expect("a sum"));
        let same = api.send("GET", &url, &[("if-none-match", &tag)], "").await;
        assert_eq!((same.status, same.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let other = api.send("GET", &url, &[("range", "bytes=0-7"), ("if-range", "\"other\"")], "").await;
        assert_eq!((other.status, other.body.as_str()), (StatusCode::OK, PDF));
    })
    .await;
}

/// A film's container with as many bytes of pictures, all of them ASCII.
fn film(bytes: usize) -> String {
    let boxed = |name: &str, content: &str| {
        let size = u32::try_from(content.len() + 8).expect("a short box").to_be_bytes();
        assert!(size.iter().all(u8::is_ascii), "this size is no text: {size:?}");
        size.map(char::from).iter().collect::<String>() + name + content
    };
    let frames: String = ('a'..='z').cycle().take(bytes).collect();
    boxed("ftyp", "isom\0\0\u{2}\0isomavc1") + &boxed("moov", "0123456789") + &boxed("mdat", &frames)
}

#[tokio::test]
async fn a_video_is_played_in_parts() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let fields = [("entity", "equipment"), ("entity_id", id.as_str()), ("kind", "before")];
        let film = film(0x02_10_10);
        let view = send(&api, &fields, Some(("Fuite.mp4", &film)), false).await.json();
        assert_eq!((view["media_type"].as_str(), view["kind"].as_str()), (Some("video/mp4"), Some("before")));
        let url = format!("{}?inline=1", view["url"].as_str().expect("an address"));
        let whole = api.get(&url).await;
        assert_eq!((whole.status, whole.header("accept-ranges")), (StatusCode::OK, Some("bytes")));
        assert!(whole.body == film, "the same bytes");
        // It is shown, but nothing of it runs.
        let disposition = "inline; filename=\"Fuite.mp4\"; filename*=UTF-8''Fuite.mp4";
        assert_eq!(whole.header("content-disposition"), Some(disposition));
        assert_eq!(whole.header("content-type"), Some("video/mp4"));
        assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(whole.header("x-frame-options"), Some("DENY"));
        assert!(whole.header("content-security-policy").is_some_and(|p| p.contains("sandbox")));
        let tag = whole.header("etag").expect("a tag").to_owned();
        let size = film.len();
        for (range, from, to) in [
            ("bytes=0-", 0, size),
            ("bytes=0-1", 0, 2),
            ("bytes=65536-65545", 65_536, 65_546),
            ("bytes=65500-131100", 65_500, 131_101),
            ("bytes=-10", size - 10, size),
            ("bytes=100-99999999999", 100, size),
        ] {
            for more in [None, Some(("if-range", tag.as_str()))] {
                let headers: Vec<_> = std::iter::once(("range", range)).chain(more).collect();
                let part = api.send("GET", &url, &headers, "").await;
                assert_eq!(part.status, StatusCode::PARTIAL_CONTENT, "{range}");
                assert!(part.body == film[from..to], "{range}");
                let said = format!("bytes {from}-{}/{size}", to - 1);
                assert_eq!(part.header("content-range"), Some(said.as_str()));
                assert_eq!(part.header("content-length"), Some((to - from).to_string().as_str()));
            }
        }
        let changed = [("range", "bytes=0-1"), ("if-range", "\"another\"")];
        assert_eq!(api.send("GET", &url, &changed, "").await.status, StatusCode::OK);
        let beyond = api.send("GET", &url, &[("range", &format!("bytes={size}-"))], "").await;
        assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
        assert_eq!(beyond.header("content-range"), Some(format!("bytes */{size}").as_str()));
        let several = api.send("GET", &url, &[("range", "bytes=0-1,5-6")], "").await;
        assert_eq!((several.status, several.body.len()), (StatusCode::OK, size));
        // Who does not see the machine gets no part either.
        let stranger = api.signed_in(&w, "tom", Role::Technician, &[w.site("ELSEWHERE").await]).await;
        for nobody in [&stranger, &api.signed_out()] {
            let part = nobody.send("GET", &url, &[("range", "bytes=0-1")], "").await;
            assert!(
                matches!(part.status, StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED),
                "{}",
                part.status
            );
        }
        let heic = film.replacen("isom", "heic", 1);
        let refused = send(&api, &fields, Some(("a.mp4", &heic)), false).await;
        assert_eq!(refused.wrong_fields(), ["file: file_content"]);
    })
    .await;
}

/// Fields, file, and the field that is refused with its code.
type Case<'a> = (&'a [(&'a str, &'a str)], Option<(&'a str, &'a str)>, &'a str, &'a str);

#[tokio::test]
async fn a_refusal_stands_at_its_field() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let id = w.equipment(site, "PH-001").await.to_string();
        let fields = [("entity", "equipment"), ("entity_id", id.as_str())];
        let cases: [Case<'_>; 6] = [
            (&fields, None, "file", "required"),
            (&fields, Some(("a.svg", "<svg/>")), "file", "file_type"),
            (&fields, Some(("a.jpg", "<html></html>")), "file", "file_content"),
            (&fields, Some(("a.pdf", "")), "file", "file_empty"),
            (&[("entity", "moon"), ("entity_id", "1")], Some(("a.pdf", PDF)), "entity", "unknown_value"),
            (&[("entity", "equipment")], Some(("a.pdf", PDF)), "entity_id", "required"),
        ];
        for (fields, file, field, code) in cases {
            let refused = send(&api, fields, file, false).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {code}: {}", refused.body);
            let errors = refused.json()["errors"].clone();
            assert_eq!((errors[0]["field"].as_str(), errors[0]["code"].as_str()), (Some(field), Some(code)));
            assert!(errors[0]["message"].as_str().is_some_and(|m| !m.is_empty()));
        }
        let nowhere = [("entity", "equipment"), ("entity_id", "99999")];
        assert_eq!(send(&api, &nowhere, Some(("a.pdf", PDF)), false).await.status, StatusCode::NOT_FOUND);
        let stranger = api.signed_in(&w, "tom", Role::Technician, &[w.site("ELSEWHERE").await]).await;
        assert_eq!(send(&stranger, &fields, Some(("a.pdf", PDF)), false).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
