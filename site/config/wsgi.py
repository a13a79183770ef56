import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config import environment, private_files

private_files.for_this_user_alone()
environment.choose_settings_module("config.settings.production")
environment.has_many_threads = True

from django.core.wsgi import get_wsgi_application

# After that: what they import needs the apps.
django_application = get_wsgi_application()

from clairdroit.page_store.application import in_front_of
from config.bodies import WholeBodies
from config.middleware import own_headers

application = WholeBodies(in_front_of(django_application, own_headers=own_headers))
