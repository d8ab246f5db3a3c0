package opencmg.mockmp.updates;

import opencmg.mockmp.xml.Element;

/** ReportingWebService of [MS-WUSP] 2.2.2.3: events are accepted and not kept. */
final class Reporting implements SoapService {

    private final Cookies cookies;

    Reporting(Cookies cookies) {
        this.cookies = cookies;
    }

    @Override
    public String namespace() {
        return "http://www.microsoft.com/SoftwareDistribution";
    }

    @Override
    public String call(Element call) {
        if (!call.name().equals("ReportEventBatch")) {
            throw new SoapFaultException("InvalidParameters", "this service knows ReportEventBatch alone");
        }
        cookies.check(call.textAt("cookie", "EncryptedData"));
        return "<ReportEventBatchResult>true</ReportEventBatchResult>";
    }
}
