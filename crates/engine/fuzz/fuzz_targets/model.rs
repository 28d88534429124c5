//! The loader of models: no bytes make it panic or take more memory than a few times their own size, and whatever it
//! accepts can be read to the end. A good seed for `corpus/model`: what the example `model` of the engine writes.
#![no_main]

use idlewatt_engine::text::Model;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Model::from_gguf(bytes) {
        Ok(model) => {
            for tensor in model.weights().all() {
                model.tensors().read_rows(tensor, 0..tensor.rows()).expect("it lies within the file");
            }
        }
        Err(error) => assert!(!error.to_string().contains('\n'), "one sentence: {error}"),
    }
});
