package opencmg.certs;

import java.security.KeyPair;
import java.util.List;

/** Where new keys come from. Authorities and leaves ask apart: a reused authority key would make strangers trusted. */
public interface KeySource {

    KeyPair forAuthority(KeyKind kind);

    KeyPair forLeaf(KeyKind kind);

    /** The same source, ready to hand out these soon; whoever makes no keys of its own has nothing to do. */
    default KeySource readyFor(List<KeyKind> kinds) {
        return this;
    }

    /** Every key is made when it is asked for and handed out once. */
    static KeySource fresh() {
        return new NewKeys(List.of());
    }
}
