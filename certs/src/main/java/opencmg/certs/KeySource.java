package opencmg.certs;

import java.security.KeyPair;
import java.util.List;

/** Supplies key pairs. Authorities and leaves have separate methods, because an authority key must never be reused. */
public interface KeySource {

    KeyPair forAuthority(KeyKind kind);

    KeyPair forLeaf(KeyKind kind);

    /** A source that has generated these keys in advance, if it supports that; the default returns itself. */
    default KeySource pregenerate(List<KeyKind> kinds) {
        return this;
    }

    /** Generates every key on demand and returns it once. */
    static KeySource fresh() {
        return new NewKeys(List.of());
    }
}
