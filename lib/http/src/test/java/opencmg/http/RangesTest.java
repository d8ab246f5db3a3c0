package opencmg.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

    private static final String TAG = "\"v1\"";
    private static final String DATE = "Tue, 15 Nov 1994 12:45:26 GMT";

    /** The examples of RFC 9110 section 14.1.2, for a representation of 10,000 bytes. */
    @ParameterizedTest
    @CsvSource({
        "bytes=0-499, bytes 0-499/10000, 500",
        "bytes=500-999, bytes 500-999/10000, 500",
        "bytes=-500, bytes 9500-9999/10000, 500",
        "bytes=9500-, bytes 9500-9999/10000, 500",
        "bytes=0-0, bytes 0-0/10000, 1",
        "bytes=-1, bytes 9999-9999/10000, 1",
        "bytes=0-, bytes 0-9999/10000, 10000",
        "bytes=0-9999, bytes 0-9999/10000, 10000",
        "bytes=9000-999999, bytes 9000-9999/10000, 1000",
        "bytes=-20000, bytes 0-9999/10000, 10000",
        "BYTES=1-2, bytes 1-2/10000, 2",
        "bytes= 1-2, bytes 1-2/10000, 2",
    })
    void servesOneRange(String range, String contentRange, long length) {
        Ranges.Selection selection = select(range, null, 10_000);

        assertThat(selection.status()).isEqualTo(206);
        assertThat(selection.contentRange()).isEqualTo(contentRange);
        assertThat(selection.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-0,-1",
                "bytes=500-600,601-999",
                "lines=1-2",
                "bytes=5-4",
                "bytes=-",
                "bytes=",
                "bytes 0-1",
                "bytes=a-b",
                "bytes=--1",
                "bytes=0-1234567890123456789",
                ""
            })
    void ignoresWhatIsNoSingleRange(String range) {
        assertThat(select(range, null, 10_000)).isEqualTo(new Ranges.Selection(200, 0, 10_000, 10_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=999999999999999999-"})
    void refusesARangeWithoutAnyByte(String range) {
        Ranges.Selection selection = select(range, null, 10_000);

        assertThat(selection.status()).isEqualTo(416);
        assertThat(selection.contentRange()).isEqualTo("bytes */10000");
    }

    @Test
    void hasNoRangeOfAnEmptyFile() {
        assertThat(select("bytes=0-", null, 0).status()).isEqualTo(416);
        assertThat(select("bytes=-5", null, 0).status()).isEqualTo(416);
        assertThat(select(null, null, 0)).isEqualTo(new Ranges.Selection(200, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"v1\"' | 206",
                "'" + DATE + "' | 206",
                "'\"v0\"' | 200",
                "'W/\"v1\"' | 200",
                "'Tue, 15 Nov 1994 12:45:25 GMT' | 200",
            })
    void sendsTheWholeWhenTheClientHasAnotherState(String ifRange, int status) {
        assertThat(select("bytes=1-2", ifRange, 10_000).status()).isEqualTo(status);
        assertThat(select("bytes=20000-", ifRange, 10_000).status()).isEqualTo(status == 206 ? 416 : 200);
    }

    private static Ranges.Selection select(@Nullable String range, @Nullable String ifRange, long size) {
        return Ranges.select(range, ifRange, TAG, DATE, size);
    }
}
