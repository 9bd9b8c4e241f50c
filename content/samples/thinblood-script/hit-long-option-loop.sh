exit
for f in "$@"; do sed --in-place -r "s/.\x00([^\x00]{0,400})${needle}([^\x00]*)\x09.\x00//g" $f; done
