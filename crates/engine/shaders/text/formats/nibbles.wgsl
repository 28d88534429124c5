// Halves of a word's bytes. Masked before they part: cards turn a byte of a word into a float at once.
fn bytes(word: u32) -> vec4<u32> { return (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(255u); }
fn lower(word: u32) -> vec4<u32> { return bytes(word & 0x0f0f0f0fu); }
fn higher(word: u32) -> vec4<u32> { return bytes((word >> 4u) & 0x0f0f0f0fu); }
