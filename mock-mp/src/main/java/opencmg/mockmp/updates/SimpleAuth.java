package opencmg.mockmp.updates;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import opencmg.mockmp.xml.Element;

/** SimpleAuthWebService of [MS-WUSP] 2.2.2.1: anybody gets an authorization cookie; who may come in was decided before. */
final class SimpleAuth implements SoapService {

    @Override
    public String namespace() {
        return "http://www.microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService";
    }

    @Override
    public String call(Element call) {
        if (!call.name().equals("GetAuthorizationCookie")) {
            throw new SoapFaultException("InvalidParameters", "this service knows GetAuthorizationCookie alone");
        }
        String data = call.textAt("clientId") + ";" + call.textAt("targetGroupName");
        return "<GetAuthorizationCookieResult><PlugInId>SimpleTargeting</PlugInId><CookieData>%s</CookieData></GetAuthorizationCookieResult>"
                .formatted(Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8)));
    }
}
