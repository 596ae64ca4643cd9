//! The pages before sign-in.

use super::browser::with_site;

const DOORS: [&str; 7] = [
    "/login",
    "/forgot-password",
    "/reset-password?token=made-up",
    "/invitation?token=made-up",
    "/register",
    "/register/confirm?token=made-up",
    "/second-step",
];

#[tokio::test(flavor = "multi_thread")]
async fn doors_load_no_program_and_have_no_frame() {
    with_site("http://vigie.test", |_, mut browser| async move {
        let is_door = |path: &str, page: &str| {
            assert!(page.contains("class=\"auth\""), "{path}: {page}");
            assert!(page.contains("dataset.hydrated"), "{path} runs its few lines");
            assert!(!page.contains("wasm"), "{path} loads a program");
            assert!(!page.contains("class=\"sidebar"), "{path} has a frame");
        };
        for path in DOORS {
            is_door(path, &browser.get(path).await.body);
        }
        browser.sign_in(&[]).await;
        // Whoever is signed in follows a link in a mail too.
        is_door("/reset-password", &browser.get("/reset-password?token=made-up").await.body);
        let own = browser.get("/account").await.body;
        assert!(own.contains("islands_bg.wasm") && own.contains("class=\"sidebar"), "{own}");
    })
    .await;
}
