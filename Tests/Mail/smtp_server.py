"""A mail server for one test: says its port and certificate, then each mail it takes, a line of JSON each.

It ends when its standard input does. Nobody is refused for good, later is asked to come back.
"""

import argparse
import asyncio
import email
import email.policy
import json
import ssl
import subprocess
import sys
import tempfile

from aiosmtpd.smtp import SMTP, AuthResult


def say(**facts):
    print(json.dumps(facts), flush=True)


class Mailbox:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 no such user"
        if address.startswith("later"):
            return "451 4.3.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        say(
            sender=envelope.mail_from,
            to=envelope.rcpt_tos,
            user=session.auth_data.login.decode() if session.authenticated else None,
            encrypted=server.transport.get_extra_info("sslcontext") is not None,
            headers=[name for name in mail.keys()],
            subject=mail["Subject"],
            language=mail["Content-Language"],
            id=mail["Message-ID"],
            text=mail.get_body(("plain",)).get_content(),
            html=mail.get_body(("html",)).get_content(),
            attachments=[
                dict(name=part.get_filename(), type=part.get_content_type(), bytes=len(part.get_content()),
                     start=part.get_content()[:8].decode("latin-1"))
                for part in mail.iter_attachments()
            ],
        )
        return "250 2.0.0 queued"


def certificate(folder, name):
    alternative = f"IP:{name}" if name[0].isdigit() else f"DNS:{name}"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split()
    files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName={alternative}"]
    subprocess.run(command + files + subject, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/certificate.pem", f"{folder}/key.pem")
    return context


async def serve(options, folder):
    context = certificate(folder, options.name) if options.tls != "none" else None

    def authenticate(server, session, envelope, mechanism, data):
        known = options.user is not None and f"{data.login.decode()}:{data.password.decode()}" == options.user
        return AuthResult(success=known, handled=known, auth_data=data if known else None)

    def connection():
        return SMTP(
            Mailbox(),
            hostname="mail.test",
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            authenticator=authenticate,
            auth_required=options.user is not None,
            auth_require_tls=options.tls == "starttls",
        )

    loop = asyncio.get_running_loop()
    implicit = context if options.tls == "implicit" else None
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=implicit)
    say(port=server.sockets[0].getsockname()[1], certificate=f"{folder}/certificate.pem")
    await loop.run_in_executor(None, sys.stdin.read)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--user", help="name:password that has to sign in")
    parser.add_argument("--name", default="127.0.0.1", help="whom the certificate is for")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(serve(parser.parse_args(), folder))


if __name__ == "__main__":
    main()
