//! Signed statements: adverts, agreements and receipts that can be shown to anyone later.
//!
//! The signature (ed25519, RFC 8032) is over `domain || 0 || body`, where the body is kept as the bytes that
//! were signed: a statement is checked first and read second, and is never re-encoded.

use crate::ids::NodeId;
use crate::limits::MESSAGE_BYTES;
use crate::wire;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::marker::PhantomData;

/// A node's secret. Its public half is the node's name.
#[derive(Clone)]
pub struct Keypair(SigningKey);

impl Keypair {
    /// From 32 secret bytes.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&secret))
    }

    /// The 32 secret bytes, to be stored in a file that only its owner can read.
    pub fn secret(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The name that goes with this key.
    pub fn node_id(&self) -> NodeId {
        NodeId(self.0.verifying_key().to_bytes())
    }
}

impl fmt::Debug for Keypair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keypair(of {})", self.node_id().short())
    }
}

/// What can be signed. The domain keeps a signature on one kind of statement from passing for another.
pub trait Statement: Serialize + DeserializeOwned {
    /// Names kind and version, for example `idlewatt receipt 1`.
    const DOMAIN: &'static str;
}

/// A statement and whose it is. Nothing in it can be read before [`Signed::verify`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Signed<T> {
    signer: NodeId,
    body: Vec<u8>,
    signature: ([u8; 32], [u8; 32]),
    #[serde(skip)]
    statement: PhantomData<T>,
}

impl<T> fmt::Debug for Signed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({} bytes by {})", self.body.len(), self.signer.short())
    }
}

/// A statement that proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The signature is not the signer's.
    #[error("signature does not belong to {}", .0.short())]
    Forged(NodeId),
    /// Rightly signed nonsense.
    #[error("signed body cannot be read")]
    Unreadable(#[from] wire::DecodeError),
}

impl<T: Statement> Signed<T> {
    /// Signs a statement.
    pub fn new(statement: &T, key: &Keypair) -> Self {
        let body = wire::encode(statement);
        let signature = key.0.sign(&message::<T>(&body));
        Self {
            signer: key.node_id(),
            body,
            signature: (*signature.r_bytes(), *signature.s_bytes()),
            statement: PhantomData,
        }
    }

    /// Who claims to have signed.
    pub fn signer(&self) -> NodeId {
        self.signer
    }

    /// Checks the signature, then reads the statement.
    pub fn verify(&self) -> Result<T, VerifyError> {
        let forged = || VerifyError::Forged(self.signer);
        let key = VerifyingKey::from_bytes(&self.signer.0).map_err(|_| forged())?;
        let signature = ed25519_dalek::Signature::from_components(self.signature.0, self.signature.1);
        key.verify_strict(&message::<T>(&self.body), &signature).map_err(|_| forged())?;
        Ok(wire::decode(&self.body, MESSAGE_BYTES)?)
    }

    /// The bytes that were signed and the signature over them, for whoever checks it with other tools.
    pub fn proof(&self) -> (Vec<u8>, [u8; 64]) {
        let mut signature = [0; 64];
        let (r, s) = signature.split_at_mut(32);
        r.copy_from_slice(&self.signature.0);
        s.copy_from_slice(&self.signature.1);
        (message::<T>(&self.body), signature)
    }

    /// The statement that such a proof is of; `None` where it is of another kind. Proves nothing before [`Signed::verify`].
    pub fn from_proof(signer: NodeId, signed: &[u8], signature: [u8; 64]) -> Option<Self> {
        let body = signed.strip_prefix(T::DOMAIN.as_bytes())?.strip_prefix(&[0])?.to_vec();
        let (r, s) = signature.split_at(32);
        let signature = (r.try_into().ok()?, s.try_into().ok()?);
        Some(Self { signer, body, signature, statement: PhantomData })
    }
}

fn message<T: Statement>(body: &[u8]) -> Vec<u8> {
    [T::DOMAIN.as_bytes(), &[0], body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Note(u32);
    impl Statement for Note {
        const DOMAIN: &'static str = "idlewatt test 1";
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Other(u32);
    impl Statement for Other {
        const DOMAIN: &'static str = "idlewatt other 1";
    }

    #[test]
    fn a_signed_statement_reads_back_and_a_changed_one_does_not() {
        let key = Keypair::from_secret([7; 32]);
        let signed = Signed::new(&Note(9), &key);
        assert_eq!(signed.verify(), Ok(Note(9)));
        let mut changed = signed.clone();
        changed.body[0] ^= 1;
        assert_eq!(changed.verify(), Err(VerifyError::Forged(key.node_id())));
    }

    #[test]
    fn a_proof_is_the_statement_again_and_of_one_kind_only() {
        let key = Keypair::from_secret([7; 32]);
        let signed = Signed::new(&Note(9), &key);
        let (bytes, signature) = signed.proof();
        assert!(bytes.starts_with(b"idlewatt test 1\0"));
        assert_eq!(Signed::<Note>::from_proof(key.node_id(), &bytes, signature), Some(signed));
        assert_eq!(Signed::<Other>::from_proof(key.node_id(), &bytes, signature), None);
    }

    #[test]
    fn a_signature_of_one_kind_does_not_pass_for_another() {
        let key = Keypair::from_secret([7; 32]);
        let bytes = wire::encode(&Signed::new(&Note(9), &key));
        let other: Signed<Other> = wire::decode(&bytes, 1024).expect("same shape");
        assert_eq!(other.verify(), Err(VerifyError::Forged(key.node_id())));
    }
}
