//! The same work on many files, as many at once as there are processors.

use anyhow::Result;
use std::{
    num::NonZero,
    path::{Path, PathBuf},
    sync::Mutex,
    thread,
};

/// Runs `work` on every file; the first failure stops what has not begun and is returned.
pub fn each<T: Send>(files: Vec<PathBuf>, work: impl Fn(&Path) -> Result<T> + Sync) -> Result<Vec<T>> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let queue = Mutex::new(files);
    // The guard is dropped before the work begins.
    let next = || queue.lock().ok().and_then(|mut files| files.pop());
    let worker = || -> Result<Vec<T>> {
        let mut done = Vec::new();
        while let Some(file) = next() {
            match work(&file) {
                Ok(value) => done.push(value),
                Err(error) => {
                    if let Ok(mut files) = queue.lock() {
                        files.clear();
                    }
                    return Err(error);
                }
            }
        }
        Ok(done)
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(all)
    })
}
