// An activation, of a Number: one f32 or several.

fn act(v: Number) -> Number {
//@if SILU
    return v / (1.0 + exp(-v));
//@end
//@if TANH
    // Past 10 the hyperbolic tangent is 1 to the last bit, and drivers differ in how they get there.
    let inner = clamp(0.7978845608 * (v + 0.044715 * v * v * v), Number(-10.0), Number(10.0));
    return 0.5 * v * (1.0 + tanh(inner));
//@end
//@if ERF
    // Abramowitz and Stegun 7.1.26 is within 1.5e-7.
    let z = v * 0.7071067812;
    let t = 1.0 / (1.0 + 0.3275911 * abs(z));
    let poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    let erf = sign(z) * (1.0 - poly * exp(-z * z));
    return 0.5 * v * (1.0 + erf);
//@end
}
