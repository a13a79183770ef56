import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config import environment, private_files

private_files.for_this_user_alone()
environment.choose_settings_module("config.settings.production")
environment.has_many_threads = True

from django.core.wsgi import get_wsgi_application

from config.bodies import WholeBodies

application = WholeBodies(get_wsgi_application())
