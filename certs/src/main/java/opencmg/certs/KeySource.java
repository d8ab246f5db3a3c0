package opencmg.certs;

import java.security.KeyPair;

/** Where new keys come from. Authorities and leaves ask apart: a reused authority key would make strangers trusted. */
public interface KeySource {

    KeyPair forAuthority(KeyKind kind);

    KeyPair forLeaf(KeyKind kind);

    /** Every key is made when it is asked for and handed out once. */
    static KeySource fresh() {
        return new KeySource() {
            @Override
            public KeyPair forAuthority(KeyKind kind) {
                return kind.generate();
            }

            @Override
            public KeyPair forLeaf(KeyKind kind) {
                return kind.generate();
            }
        };
    }
}
