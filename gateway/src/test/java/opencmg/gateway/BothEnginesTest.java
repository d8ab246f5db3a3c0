package opencmg.gateway;

import opencmg.gateway.edge.TlsEngine;
import org.junit.jupiter.api.Nested;

/** Who comes in and who is kept out must not depend on who does the TLS. */
class BothEnginesTest {

    @Nested
    class CredentialsOverBoringSsl extends Credentials {
        CredentialsOverBoringSsl() {
            super(TlsEngine.BORINGSSL);
        }
    }

    @Nested
    class CredentialsOverTheJdk extends Credentials {
        CredentialsOverTheJdk() {
            super(TlsEngine.JDK);
        }
    }

    @Nested
    class WithdrawalOverBoringSsl extends Withdrawal {
        WithdrawalOverBoringSsl() {
            super(TlsEngine.BORINGSSL);
        }
    }

    @Nested
    class WithdrawalOverTheJdk extends Withdrawal {
        WithdrawalOverTheJdk() {
            super(TlsEngine.JDK);
        }
    }
}
