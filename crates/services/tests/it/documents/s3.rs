//! The same store on a server that speaks S3: a real one, which the test starts and ends.

use super::{
    draft,
    files::{PDF, jpeg},
    store,
};
use domain::{Caller, Permission, document::UploadDraft};
use services::{Keys, Part, S3Options, Storage};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use testkit::each_database;

const BUCKET: &str = "vigie";

/// A server that ends with its test.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where `scripts/setup.sh test` puts it: `tools/moto` in the target folder.
fn program() -> PathBuf {
    if let Some(given) = std::env::var_os("MOTO_SERVER") {
        return given.into();
    }
    let test = std::env::current_exe().expect("this test's file");
    let target = test.ancestors().nth(3).expect("the target folder");
    let program = target.join("tools/moto/bin/moto_server");
    assert!(
        program.is_file(),
        "there is no S3 server to test with: run scripts/setup.sh test, or set MOTO_SERVER"
    );
    program
}

impl Server {
    fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        let child = Command::new(program())
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the S3 server starts");
        let server = Self { child, port };
        let since = Instant::now();
        while !server.answers() {
            assert!(since.elapsed() < Duration::from_secs(60), "the S3 server does not answer");
            std::thread::sleep(Duration::from_millis(100));
        }
        server
    }

    /// Makes the bucket.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let asked = format!(
            "PUT /{BUCKET} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            self.port
        );
        let mut answer = String::new();
        stream.write_all(asked.as_bytes()).is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.contains(" 200 ")
    }

    fn storage(&self) -> Storage {
        let options = S3Options {
            bucket: BUCKET.into(),
            region: "us-east-1".into(),
            endpoint: format!("http://127.0.0.1:{}", self.port),
            access_key: "test".into(),
            secret_key: "test".into(),
        };
        let keys = Keys::parse(&Keys::generate("s3").expect("random")).expect("a key");
        Storage::s3(&options, keys).expect("a store")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_lie_in_a_bucket_as_in_a_folder() {
    each_database(|w| async move {
        // One for each database: nothing of the one is found by the other.
        let server = Server::start();
        let services = store::second(&w, server.storage()).await;
        let documents = services.documents();
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        // More than one part of an upload to S3.
        let mut large = PDF.to_vec();
        let end = large.split_off(large.len() - 6);
        large.extend((0..12_000_000u32).map(|n| (n % 251) as u8));
        large.extend(end);
        let mut sent = vec![];
        for (name, content) in [("a.pdf", &large), ("b.pdf", &PDF.to_vec()), ("c.jpg", &jpeg(40, 30))] {
            let view = documents.upload_bytes(&w.admin, &draft(equipment, name), content).await;
            sent.push(view.expect("taken in"));
        }
        let by = &w.admin;
        let whole = documents.content(by, sent[0].id, Part::Whole).await.expect("a row");
        assert!(whole.read().await.expect("read") == large, "12 MB come back as they were");
        let part = documents.content(by, sent[0].id, Part::Whole).await.expect("a row");
        let part = part.only(5_000_000..5_000_100).read().await.expect("read");
        assert_eq!(part, large[5_000_000..5_000_100]);
        let small = documents.content(by, sent[2].id, Part::Thumbnail).await.expect("a row");
        assert!(small.read().await.expect("read").starts_with(&[0xff, 0xd8]));

        let keeper = Caller::system("storage", &[Permission::Operate]);
        let found = documents.verify(&keeper).await.expect("looked at");
        assert_eq!((found.good, found.damaged.len(), found.orphans), (3, 0, 0));
        // An upload that is refused at its end leaves nothing.
        let cut = documents.upload_bytes(by, &draft(equipment, "d.pdf"), &large[..6_000_000]).await;
        assert!(cut.is_err());
        w.clock.advance_seconds(20_000 * 86_400);
        assert_eq!(documents.verify(&keeper).await.expect("looked at").orphans, 0);

        // The same in parts: nothing but the document stays of them.
        let new = UploadDraft {
            document: draft(equipment, "parts.pdf"),
            size: large.len().to_string(),
            ..Default::default()
        };
        let upload = services.uploads().create(by, &new).await.expect("begun");
        let mut done = None;
        for (at, bytes) in (0_i64..).step_by(5 << 20).zip(large.chunks(5 << 20)) {
            let mut part = services.uploads().part(by, upload.id, at).await.expect("in order");
            part.write(bytes).await.expect("written");
            done = part.finish().await.expect("a part").document;
        }
        let whole = documents.content(by, done.expect("a document").id, Part::Whole).await.expect("a row");
        assert!(whole.read().await.expect("read") == large, "12 MB in parts come back as they were");
        assert_eq!(documents.verify(&keeper).await.expect("looked at").orphans, 0);

        drop(server);
        let gone = documents.content(by, sent[1].id, Part::Whole).await.expect("a row");
        let error = tokio::time::timeout(Duration::from_secs(60), gone.read()).await.expect("an end");
        assert_eq!(error, Err(domain::Error::Unavailable));
    })
    .await;
}
