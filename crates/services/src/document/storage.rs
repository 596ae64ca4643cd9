//! Where contents lie: a folder of this machine, or a bucket that speaks S3.

use super::{
    crypt::{self, KEY_BYTES, PIECE, Pieces, TAG},
    keys::Keys,
};
use crate::defect::defect;
use bytes::Bytes;
use domain::{
    Error, Result,
    document::{MAX_BYTES, Place},
};
use futures_util::StreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, RetryConfig, aws::AmazonS3Builder, buffered::BufWriter,
    local::LocalFileSystem, path::Path,
};
use sha2::{Digest, Sha256};
use std::{
    io::{self, ErrorKind},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};
use tokio::io::AsyncWrite;

/// A store that does not answer is asked again for so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// Files larger than this are sent to the store in parts.
const PART: usize = 5 << 20;
/// The folder with the marks of those whose the store is.
const MARKS: &str = "installations";

/// A bucket of a server that speaks S3.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct S3Options {
    pub bucket: String,
    pub region: String,
    /// Empty for AWS itself.
    pub endpoint: String,
    pub access_key: String,
    pub secret_key: String,
}

/// A store that cannot be opened, in one line.
#[derive(Clone, Debug)]
pub struct StorageError(String);

impl std::fmt::Display for StorageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for StorageError {}

/// Reads the keys anew: another process may have added one.
type Reread = dyn Fn() -> Option<Keys> + Send + Sync;

/// An open store with its keys. Cheap to clone.
#[derive(Clone)]
pub struct Storage(Arc<Inner>);

struct Inner {
    objects: Arc<dyn ObjectStore>,
    keys: RwLock<Keys>,
    reread: Option<Box<Reread>>,
    max_bytes: u64,
    place: Place,
}

impl Storage {
    /// A folder, made when it is not there.
    ///
    /// # Errors
    /// When it can be neither made nor read.
    pub fn local(folder: &std::path::Path, keys: Keys) -> Result<Self, StorageError> {
        let wrong = |why: &dyn std::fmt::Display| {
            StorageError(format!("the documents' folder {} cannot be used ({why})", folder.display()))
        };
        std::fs::create_dir_all(folder).map_err(|why| wrong(&why))?;
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(|why| wrong(&why))?;
        // What a row points to must be on the disk before the row is.
        let place = Place::Folder { path: folder.display().to_string() };
        Ok(Self::over(Arc::new(objects.with_fsync(true)), keys, place))
    }

    /// A bucket, which must be there.
    ///
    /// # Errors
    /// When the options make no address.
    pub fn s3(options: &S3Options, keys: Keys) -> Result<Self, StorageError> {
        // Installed once for the process; a second time changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&options.bucket)
            .with_region(&options.region)
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: PATIENCE, ..Default::default() })
            .with_access_key_id(&options.access_key)
            .with_secret_access_key(&options.secret_key);
        if !options.endpoint.is_empty() {
            builder = builder
                .with_endpoint(&options.endpoint)
                .with_allow_http(options.endpoint.starts_with("http://"));
        }
        let objects = builder.build().map_err(|why| {
            StorageError(format!("the bucket '{}' cannot be used ({why}): check [storage]", options.bucket))
        })?;
        let place = Place::Bucket {
            bucket: options.bucket.clone(),
            region: options.region.clone(),
            endpoint: options.endpoint.clone(),
        };
        Ok(Self::over(Arc::new(objects), keys, place))
    }

    fn over(objects: Arc<dyn ObjectStore>, keys: Keys, place: Place) -> Self {
        Self(Arc::new(Inner { objects, keys: RwLock::new(keys), reread: None, max_bytes: MAX_BYTES, place }))
    }

    /// How the keys are read again when a document names one that is not known.
    #[must_use]
    pub fn rereading(self, reread: impl Fn() -> Option<Keys> + Send + Sync + 'static) -> Self {
        self.with(|inner| inner.reread = Some(Box::new(reread)))
    }

    /// Bytes of the largest file taken in, until the settings say otherwise.
    #[must_use]
    pub fn with_max_bytes(self, max_bytes: u64) -> Self {
        self.with(|inner| inner.max_bytes = max_bytes)
    }

    /// Before the first clone.
    fn with(mut self, change: impl FnOnce(&mut Inner)) -> Self {
        if let Some(inner) = Arc::get_mut(&mut self.0) {
            change(inner);
        }
        self
    }

    pub(crate) fn max_bytes(&self) -> u64 {
        self.0.max_bytes
    }

    /// Where contents lie.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The keys as they are now.
    pub fn keys(&self) -> Keys {
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes these keys from now on.
    pub fn set_keys(&self, keys: Keys) {
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// The keys to write with: read anew where they can be, so that a key that was just added is the one used.
    pub(super) fn newest_keys(&self) -> Keys {
        if let Some(read) = self.0.reread.as_ref().and_then(|reread| reread()) {
            self.set_keys(read);
        }
        self.keys()
    }

    /// The keys, read anew if that name is not among them.
    pub(super) fn keys_with(&self, name: &str) -> Keys {
        let keys = self.keys();
        if !keys.knows(name)
            && let Some(read) = self.0.reread.as_ref().and_then(|reread| reread())
        {
            self.set_keys(read.clone());
            return read;
        }
        keys
    }

    /// Begins an object of that name.
    pub(super) fn writing(&self, name: &str, key: &[u8; KEY_BYTES], object: u8) -> Writing {
        let writer = BufWriter::with_capacity(self.0.objects.clone(), Path::from(name), PART);
        Writing {
            writer: Some(Mutex::new(writer)),
            pieces: Pieces::new(key, name, object),
            buffer: Vec::with_capacity(PIECE),
            number: 0,
            size: 0,
            sha: Sha256::new(),
        }
    }

    /// Encrypted bytes of an object, from piece `from` on, so many pieces of a content of that size.
    pub(super) async fn sealed(&self, name: &str, size: u64, from: u64, pieces: u64) -> Result<Bytes> {
        let whole = (PIECE + TAG) as u64;
        let end = (from * whole + pieces * whole).min(size + crypt::count(size) * TAG as u64);
        self.0.objects.get_range(&Path::from(name), from * whole..end).await.map_err(failed)
    }

    /// Whether an object for a content of that size is there, whole.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the store does not answer.
    pub(super) async fn has(&self, name: &str, size: u64) -> Result<bool> {
        match self.0.objects.head(&Path::from(name)).await {
            Ok(meta) => Ok(meta.size == size + crypt::count(size) * TAG as u64),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) async fn delete(&self, name: &str) -> Result<()> {
        match self.0.objects.delete(&Path::from(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Leaves the mark of an installation; [`super::owner`] says what for.
    pub(super) async fn put_mark(&self, installation: &str) -> Result<()> {
        let name = Path::from(format!("{MARKS}/{installation}"));
        self.0.objects.put(&name, b"".as_slice().into()).await.map(drop).map_err(failed)
    }

    /// The installations that have left their mark.
    pub(super) async fn marks(&self) -> Result<Vec<String>> {
        let listed = self.0.objects.list_with_delimiter(Some(&Path::from(MARKS))).await.map_err(failed)?;
        Ok(listed.objects.iter().filter_map(|meta| meta.location.filename().map(str::to_owned)).collect())
    }

    /// Names of our objects last written before that instant, handed over by hundreds.
    pub(super) async fn older<F: Future<Output = Result<()>>>(
        &self,
        before_millis: i64,
        mut each: impl FnMut(Vec<String>) -> F,
    ) -> Result<()> {
        let mut listed = self.0.objects.list(None).chunks(500);
        while let Some(some) = listed.next().await {
            let mut names = vec![];
            for meta in some {
                let meta = meta.map_err(failed)?;
                let name = meta.location.to_string();
                if is_ours(&name) && meta.last_modified.timestamp_millis() < before_millis {
                    names.push(name);
                }
            }
            each(names).await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Storage").field("objects", &self.0.objects).field("keys", &self.keys()).finish()
    }
}

/// Whether a name is one that we give: a folder or a bucket may hold what is none of our business.
fn is_ours(name: &str) -> bool {
    let name = name.strip_suffix("-small").unwrap_or(name);
    let Some((folder, name)) = name.split_once('/') else { return false };
    let hex = |text: &str, length| text.len() == length && text.bytes().all(|b| b.is_ascii_hexdigit());
    hex(folder, 2) && hex(name, 32)
}

/// An object on its way into the store.
pub(super) struct Writing {
    /// Never locked: it only makes the whole shareable between threads, which the writer alone is not.
    writer: Option<Mutex<BufWriter>>,
    pieces: Pieces,
    buffer: Vec<u8>,
    number: u64,
    size: u64,
    sha: Sha256,
}

impl Writing {
    pub async fn write(&mut self, mut bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        self.sha.update(bytes);
        while !bytes.is_empty() {
            // A full piece waits: only what follows tells that it is not the last.
            if self.buffer.len() == PIECE {
                self.flush(false).await?;
            }
            let room = (PIECE - self.buffer.len()).min(bytes.len());
            self.buffer.extend_from_slice(&bytes[..room]);
            bytes = &bytes[room..];
        }
        Ok(())
    }

    async fn flush(&mut self, is_last: bool) -> Result<()> {
        let sealed = self.pieces.seal(self.number, is_last, &self.buffer).ok_or_else(broken)?;
        self.buffer.clear();
        self.number += 1;
        let writer = self.writer.as_mut().ok_or_else(broken)?;
        let writer = writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        writer.put(sealed.into()).await.map_err(failed)
    }

    /// Ends the object, and tells the size and the SHA-256 of its content.
    pub async fn finish(mut self) -> Result<(u64, String)> {
        self.flush(true).await?;
        let writer = self.writer.take().ok_or_else(broken)?;
        let mut writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        std::future::poll_fn(|context| Pin::new(&mut writer).poll_shutdown(context)).await.map_err(failed)?;
        Ok((self.size, crate::audit::hex(&self.sha.finalize())))
    }

    /// Leaves nothing behind.
    pub async fn abort(mut self) {
        if let Some(writer) = self.writer.take() {
            let mut writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
            // Parts that stay are of an object that never came to be.
            let _ = writer.abort().await;
        }
    }
}

/// The store does not do what it was asked to; the log has its words.
fn failed(error: impl std::error::Error + 'static) -> Error {
    tracing::error!(%error, "the object store failed: {error}");
    let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    let full = causes
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .any(|error| error.kind() == ErrorKind::StorageFull);
    if full { Error::StorageFull } else { Error::Unavailable }
}

/// What cannot be, or a content that is not as it was written.
pub(super) fn broken() -> Error {
    defect("the object store failed", "a content is not as it was written")
}
