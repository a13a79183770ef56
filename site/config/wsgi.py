import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

from config.environment import check_settings_module

check_settings_module()

from django.core.wsgi import get_wsgi_application

from config.bodies import WholeBodies

application = WholeBodies(get_wsgi_application())
