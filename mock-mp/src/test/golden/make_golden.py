#!/usr/bin/env python3
"""Makes the golden requests in ../resources/golden from the wire format of docs/protocol.md, with nothing of this project's code.

Run it by hand when a golden file has to be added; the key is made anew and thrown away, so all files change together.
Needs the Python package "cryptography".
"""
import datetime
import pathlib
import zlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

OUT = pathlib.Path(__file__).parent.parent / "resources" / "golden"
BOUNDARY = b"aAbBcCdDv1234567890VxXyYzZ"
CLIENT = "GUID:0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0"
KEY = rsa.generate_private_key(65537, 2048)


def certificate():
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ConfigMgr Client")])
    begin = datetime.datetime(2024, 1, 1)
    usages = [x509.ObjectIdentifier("1.3.6.1.4.1.311.101.2"), x509.ObjectIdentifier("1.3.6.1.4.1.311.101")]
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=36500))
        .add_extension(x509.KeyUsage(True, False, False, True, False, False, False, False, False), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
        .sign(KEY, hashes.SHA256())
    )


def signature(data, case=str.upper):
    """RSA PKCS#1 v1.5 with SHA-256, byte order reversed, in hex."""
    return case(KEY.sign(data, padding.PKCS1v15(), hashes.SHA256())[::-1].hex())


def utf16(text):
    return text.encode("utf-16-le")


def multipart(header, part2, kind=b"content-type: application/octet-stream\r\n", end=b"--"):
    return (
        b"--" + BOUNDARY + b"\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n"
        + b"\xff\xfe" + utf16(header)
        + b"\r\n--" + BOUNDARY + b"\r\n" + kind + b"\r\n" + part2
        + b"\r\n--" + BOUNDARY + end
    )


def msg(endpoint, length, hooks, source="", reply_mode="Sync", extra=""):
    return (
        f'<Msg ReplyCompression="zlib" SchemaVersion="1.1"><Body Type="ByteRange" Length="{length}" Offset="0" />'
        "<CorrelationID>{00000000-0000-0000-0000-000000000000}</CorrelationID>"
        f"{hooks}<ID>{{5DD100CD-DF1D-45F5-BA17-A327F43465F8}}</ID><Payload Type=\"inline\" /><Priority>0</Priority>"
        f"<Protocol>http</Protocol><ReplyMode>{reply_mode}</ReplyMode><ReplyTo>direct:GOLDEN:SccmMessaging</ReplyTo>"
        f"<SentTime>2026-01-01T00:00:00Z</SentTime><SourceID>{source}</SourceID><SourceHost>GOLDEN</SourceHost>"
        f"<TargetAddress>mp:[http]{endpoint}</TargetAddress><TargetEndpoint>{endpoint}</TargetEndpoint>"
        f"<TargetHost>mp1.corp.example</TargetHost><Timeout>60000</Timeout>{extra}</Msg>"
    )


ZLIB = '<Hooks><Hook3 Name="zlib-compress" /></Hooks>'


def signed_hooks(payload, case=str.upper):
    properties = {
        "AuthSenderMachine": "GOLDEN",
        "ClientIDSignature": signature(utf16(CLIENT + "\0"), case),
        "PayloadSignature": signature(payload, case),
        "ClientCapabilities": "NonSSL",
        "HashAlgorithm": "1.2.840.113549.1.1.11",
    }
    text = "".join(f'<Property Name="{name}">{value}</Property>' for name, value in properties.items())
    return f'<Hooks><Hook2 Name="clientauth">{text}</Hook2><Hook3 Name="zlib-compress" /></Hooks>'


def registration():
    der = certificate().public_bytes(serialization.Encoding.DER).hex().upper()
    data = (
        f'<Data HashAlgorithm="1.2.840.113549.1.1.11" SMSID="{CLIENT}" RequestType="Registration" TimeStamp="2026-01-01T00:00:00Z">'
        '<AgentInformation AgentIdentity="CCMSetup.exe" AgentVersion="5.00.8325.0000" AgentType="0" />'
        f'<Certificates><Encryption Encoding="HexBinary" KeyType="1">{der}</Encryption>'
        f'<Signing Encoding="HexBinary" KeyType="1">{der}</Signing></Certificates>'
        '<DiscoveryProperties><Property Name="Netbios Name" Value="GOLDEN" />'
        '<Property Name="FQ Name" Value="golden.corp.example" /><Property Name="Locale ID" Value="1033" />'
        '<Property Name="InternetFlag" Value="0" /></DiscoveryProperties></Data>'
    )
    body = (
        f"<ClientRegistrationRequest>{data}<Signature><SignatureValue>{signature(utf16(data))}</SignatureValue></Signature>"
        "</ClientRegistrationRequest>"
    )
    plain = utf16(body + "\0")
    # Two raw bytes behind the NUL that Length does not count.
    return multipart(msg("MP_ClientRegistration", len(plain), ZLIB), zlib.compress(plain + b"\r\n"), end=b"--\r\n")


def policy():
    body = (
        '<RequestAssignments SchemaVersion="1.00" ACK="false" RequestType="Always"><Identification><Machine>'
        f"<ClientID>{CLIENT}</ClientID><FQDN>golden.corp.example</FQDN><NetBIOSName>GOLDEN</NetBIOSName><SID /></Machine><User />"
        '</Identification><PolicySource>SMS:LAB</PolicySource><Resource ResourceType="Machine" /><ServerCookie /></RequestAssignments>'
    )
    plain = utf16(body + "\0")
    payload = zlib.compress(plain + b"\r\n")
    return multipart(msg("MP_PolicyManager", len(plain), signed_hooks(payload), CLIENT), payload)


def heartbeat():
    body = (
        "<Report><ReportHeader><Identification><Machine><ClientInstalled>1</ClientInstalled><ClientType>1</ClientType>"
        f"<ClientID>{CLIENT}</ClientID><NetBIOSName>GOLDEN</NetBIOSName></Machine></Identification><ReportDetails>"
        "<ReportContent>Inventory Data</ReportContent><ReportType>Full</ReportType></ReportDetails></ReportHeader><ReportBody /></Report>"
    )
    plain = utf16(body + "\0")
    payload = zlib.compress(plain)
    # Lower-case signatures, as one known client writes them; no bytes behind the NUL, as another does.
    return multipart(msg("MP_DdrEndpoint", len(plain), signed_hooks(payload, str.lower), CLIENT, "ASync"), payload)


SITE_INFORMATION = '<SiteInformationRequest SchemaVersion="1.00"><SiteCode Name="LAB" /></SiteInformationRequest>'


def location_plain():
    plain = utf16(SITE_INFORMATION + "\0")
    return multipart(
        msg("MP_LocationManager", len(plain), "<Hooks />", extra="<ReqVersion>5931</ReqVersion>"),
        plain + b"\0\0",
        b"content-type: text/plain; charset=UTF-16\r\n",
    )


def location_padded():
    """A part 2 without any content-type, a constant Length, and zeros up to it."""
    return multipart(msg("MP_LocationManager", 728, "<Hooks />"), utf16(SITE_INFORMATION).ljust(728, b"\0"), b"")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for maker in (registration, policy, heartbeat, location_plain, location_padded):
        (OUT / f"{maker.__name__.replace('_', '-')}.bin").write_bytes(maker())
